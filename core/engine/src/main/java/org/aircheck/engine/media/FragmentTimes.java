package org.aircheck.engine.media;

/**
 * When a segment begins and how long it is, by its own account.
 *
 * @param first the earliest decode time, in ticks
 * @param duration of all its samples, in ticks
 * @param timescale ticks a second
 * @param unit the greatest common divisor of its samples' durations, in ticks: every segment of
 *     such samples is a multiple of it
 */
public record FragmentTimes(long first, long duration, long timescale, long unit) {
  /** Where the next segment begins. */
  public long end() {
    return first + duration;
  }
}
