package org.aircheck.spi;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * How a segment is encrypted for one key system.
 *
 * @param method as written: {@code AES-128}, {@code SAMPLE-AES}, {@code cenc}
 * @param uri the address of the key or licence, absolute; any scheme, only {@code http} and {@code
 *     https} can be fetched
 * @param iv 32 hexadecimal digits in lower case: as written, or as the protocol computes it for
 *     this segment (RFC 8216 section 5.2: the media sequence number)
 * @param format the key system: {@code "identity"} for a plain key
 * @param formatVersions as written
 */
public record Key(
    String method,
    Optional<URI> uri,
    Optional<String> iv,
    String format,
    Optional<String> formatVersions) {
  /** Nothing may be null. */
  public Key {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(iv, "iv");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(formatVersions, "formatVersions");
  }
}
