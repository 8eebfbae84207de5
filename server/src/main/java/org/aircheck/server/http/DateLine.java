package org.aircheck.server.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The Date header's value (RFC 9110 section 5.6.7), written once a second. Thread-safe: a race
 * writes it twice.
 */
final class DateLine {
  static final int LENGTH = 29;
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private volatile Written last = new Written(Long.MIN_VALUE, new byte[0]);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Written(long second, byte[] bytes) {}

  /** The bytes, not to be changed. */
  byte[] at(Instant now) {
    final Written known = last;
    if (known.second == now.getEpochSecond()) {
      return known.bytes;
    }
    final byte[] bytes = FORMAT.format(now).getBytes(StandardCharsets.US_ASCII);
    last = new Written(now.getEpochSecond(), bytes);
    return bytes;
  }
}
