package org.aircheck.dash;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as XML Schema writes them, and as ticks of a timescale. All exact. */
final class Times {
  private static final Pattern DURATION =
      Pattern.compile(
          "P(?:(\\d{1,4})Y)?(?:(\\d{1,5})M)?(?:(\\d{1,6})D)?"
              + "(?:T(?:(\\d{1,8})H)?(?:(\\d{1,9})M)?(?:(\\d{1,11})(?:\\.(\\d{0,20}))?S)?)?");

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

  /** The farthest a manifest may go into past or future. */
  private static final Duration FARTHEST = Duration.ofDays(366L * 10_000);

  private Times() {}

  /** An {@code xs:duration} that is not negative; a year has 365 days, a month has 30. */
  static Optional<Duration> duration(String text) {
    final Matcher parts = DURATION.matcher(text.strip());
    if (!parts.matches() || text.strip().length() < 3) {
      return Optional.empty();
    }
    final long days =
        number(parts.group(1)) * 365 + number(parts.group(2)) * 30 + number(parts.group(3));
    final Duration whole =
        Duration.ofDays(days)
            .plusHours(number(parts.group(4)))
            .plusMinutes(number(parts.group(5)))
            .plusSeconds(number(parts.group(6)))
            .plusNanos(nanos(parts.group(7)));
    return whole.compareTo(FARTHEST) > 0 ? Optional.empty() : Optional.of(whole);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long nanos(String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "000000000").substring(0, 9));
  }

  /** An {@code xs:dateTime}; without a zone it is taken for UTC. */
  static Optional<Instant> instant(String text) {
    final String time = text.strip();
    try {
      return bounded(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException withoutZone) {
      try {
        return bounded(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  private static Optional<Instant> bounded(Instant instant) {
    return Duration.between(Instant.EPOCH, instant).abs().compareTo(FARTHEST) > 0
        ? Optional.empty()
        : Optional.of(instant);
  }

  /** Whether a time says what zone it is in. */
  static boolean hasZone(String text) {
    return text.strip().matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)");
  }

  /** How many whole ticks a duration has; at most what a long can count. */
  static long ticks(Duration duration, long timescale) {
    final BigInteger[] parts = scaled(duration, timescale);
    final boolean below = parts[1].signum() < 0;
    return clamped(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  /** The same, rounded up. */
  static long ticksUp(Duration duration, long timescale) {
    final BigInteger[] parts = scaled(duration, timescale);
    return clamped(parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0]);
  }

  private static BigInteger[] scaled(Duration duration, long timescale) {
    final BigInteger nanos =
        BigInteger.valueOf(duration.getSeconds())
            .multiply(NANOS)
            .add(BigInteger.valueOf(duration.getNano()));
    return nanos.multiply(BigInteger.valueOf(timescale)).divideAndRemainder(NANOS);
  }

  private static long clamped(BigInteger value) {
    return value.bitLength() > 62
        ? (value.signum() < 0 ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2)
        : value.longValue();
  }

  /** Ticks as a duration, rounded up to nanoseconds: nothing is available before its time. */
  static Optional<Duration> elapsed(long ticks, long timescale) {
    final BigDecimal seconds =
        BigDecimal.valueOf(ticks).divide(BigDecimal.valueOf(timescale), 9, RoundingMode.CEILING);
    final Duration duration =
        Duration.ofSeconds(seconds.setScale(0, RoundingMode.DOWN).longValue())
            .plusNanos(seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    return duration.abs().compareTo(FARTHEST) > 0 ? Optional.empty() : Optional.of(duration);
  }
}
