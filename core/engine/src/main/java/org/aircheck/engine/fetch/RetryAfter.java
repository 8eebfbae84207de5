package org.aircheck.engine.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the Retry-After header (RFC 9110, section 10.2.3). Pure. */
public final class RetryAfter {
  private static final int LONGEST_SECONDS = 9;

  private RetryAfter() {}

  /**
   * How long an origin wants to be left alone.
   *
   * @param header seconds or an HTTP-date
   * @param now what a date is counted from
   * @return not negative; empty when the header is neither
   */
  public static Optional<Duration> parse(String header, Instant now) {
    final String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(Duration.ofSeconds(seconds(text)));
    }
    try {
      final Instant then =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long seconds(String digits) {
    return digits.length() > LONGEST_SECONDS ? 999_999_999L : Long.parseLong(digits);
  }
}
