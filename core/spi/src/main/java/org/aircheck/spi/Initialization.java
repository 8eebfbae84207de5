package org.aircheck.spi;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An initialization section: what a decoder needs before a segment (EXT-X-MAP, DASH
 * Initialization).
 *
 * @param uri absolute: {@code http}, {@code https}, or {@code data} (RFC 2397) when the manifest
 *     itself holds it
 * @param range the part of the resource; empty for the whole
 * @param keys how the section itself is encrypted; empty when it is clear
 */
public record Initialization(URI uri, Optional<ByteRange> range, List<Key> keys) {
  /** Copies the list; nothing may be null. */
  public Initialization {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(range, "range");
    keys = List.copyOf(keys);
  }

  /**
   * A section that is not to be fetched, because the manifest has all that it is made of: Smooth
   * Streaming's CodecPrivateData ([MS-SSTR] section 2.2.2.5).
   *
   * @param contentType such as {@code video/mp4}
   * @param bytes the section itself; the same for the same manifest, bit by bit
   */
  public static Initialization computed(String contentType, byte[] bytes) {
    final String content = Base64.getEncoder().encodeToString(bytes);
    return new Initialization(
        URI.create("data:" + contentType + ";base64," + content), Optional.empty(), List.of());
  }
}
