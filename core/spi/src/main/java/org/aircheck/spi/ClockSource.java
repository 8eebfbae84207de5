package org.aircheck.spi;

import java.util.Objects;

/**
 * Where a manifest has its clients learn the time (DASH UTCTiming, ISO/IEC 23009-1 section
 * 5.8.4.11).
 *
 * @param method how it is told
 * @param value the time itself, or an {@code http} or {@code https} address, absolute when it was
 *     read
 */
public record ClockSource(Method method, String value) {

  /** How the time is told. */
  public enum Method {
    /** The value is the time. */
    DIRECT,
    /** In the Date header of a HEAD request's answer. */
    HTTP_HEAD,
    /** In the body, as ISO 8601 or as an xs:dateTime. */
    HTTP_ISO
  }

  /** Nothing may be null. */
  public ClockSource {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(value, "value");
  }
}
