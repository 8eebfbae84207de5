package org.aircheck.smooth;

import java.time.Duration;
import org.aircheck.spi.MediaTime;

/**
 * Fragments of one length, each beginning where the one before ends.
 *
 * @param time the first one's start, in the stream's ticks
 * @param duration of each, in the same; positive
 * @param count how many, at least one
 */
record Run(long time, long duration, long count) {
  /**
   * Three thousand years: some servers count from the year 1. And the durations of a whole track,
   * each as long, still lead from now to an {@link java.time.Instant}.
   */
  private static final Duration LAST = Duration.ofDays(3_000 * 366L);

  /** Whether its times can be counted with, in ticks and on the clock. */
  boolean isWithinTime(long timescale) {
    return duration <= (Long.MAX_VALUE - time) / count
        && new MediaTime(end(), timescale).duration().compareTo(LAST) <= 0;
  }

  /** When the last one begins. */
  long last() {
    return time + (count - 1) * duration;
  }

  /** When the last one ends. */
  long end() {
    return time + count * duration;
  }
}
