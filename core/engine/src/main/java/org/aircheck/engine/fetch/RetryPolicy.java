package org.aircheck.engine.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** How long to wait before an attempt is repeated. Pure: the same seed gives the same delays. */
public final class RetryPolicy {
  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 5_000;
  private static final double JITTER = 0.25;
  private static final Duration LONGEST_HONOURED = Duration.ofSeconds(60);

  private RetryPolicy() {}

  /**
   * The pause after a failed attempt: 250 ms, doubled with each attempt up to 5 s, give or take a
   * quarter.
   *
   * @param attempt the one that failed, counted from 1
   * @param retryAfter what the origin asked for: never shorter than that, up to a minute
   * @param seed of the jitter; give each thing that is retried its own, so that they don't return
   *     in step
   */
  public static Duration delay(int attempt, Optional<Duration> retryAfter, long seed) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts are counted from 1: " + attempt);
    }
    final long exact = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 16));
    final double factor =
        new SplittableRandom(seed * 31 + attempt).nextDouble(1 - JITTER, 1 + JITTER);
    final Duration pause = Duration.ofNanos((long) (exact * 1_000_000 * factor));
    final Duration wanted =
        retryAfter
            .map(d -> d.compareTo(LONGEST_HONOURED) > 0 ? LONGEST_HONOURED : d)
            .orElse(Duration.ZERO);
    return wanted.compareTo(pause) > 0 ? wanted : pause;
  }
}
