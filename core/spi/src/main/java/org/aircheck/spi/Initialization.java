package org.aircheck.spi;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An initialization section: what a decoder needs before a segment (EXT-X-MAP, DASH
 * Initialization).
 *
 * @param uri absolute
 * @param range the part of the resource; empty for the whole
 * @param keys how the section itself is encrypted; empty when it is clear
 */
public record Initialization(URI uri, Optional<ByteRange> range, List<Key> keys) {
  /** Copies the list. */
  public Initialization {
    keys = List.copyOf(keys);
  }
}
