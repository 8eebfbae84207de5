package org.aircheck.spi;

import java.math.BigInteger;
import java.time.Duration;

/**
 * A time or duration of media, exact: a count of ticks.
 *
 * @param ticks may be negative
 * @param timescale ticks a second, positive
 */
public record MediaTime(long ticks, long timescale) {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

  /** Refuses a timescale that is not positive. */
  public MediaTime {
    if (timescale <= 0) {
      throw new IllegalArgumentException("timescale " + timescale);
    }
  }

  /**
   * The same on the clock, rounded down to nanoseconds; at most what a {@link Duration} can hold.
   */
  public Duration duration() {
    final BigInteger[] parts =
        BigInteger.valueOf(ticks).multiply(NANOS).divideAndRemainder(BigInteger.valueOf(timescale));
    final BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    final BigInteger[] split = floor.divideAndRemainder(NANOS);
    return Duration.ofSeconds(split[0].longValueExact(), split[1].longValueExact());
  }
}
