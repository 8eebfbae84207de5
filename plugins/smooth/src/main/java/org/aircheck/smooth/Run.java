package org.aircheck.smooth;

/**
 * Fragments of one length, each beginning where the one before ends.
 *
 * @param time the first one's start, in the stream's ticks
 * @param duration of each, in the same; positive
 * @param count how many, at least one
 */
record Run(long time, long duration, long count) {

  /** When the last one begins. */
  long last() {
    return time + (count - 1) * duration;
  }

  /** When the last one ends. */
  long end() {
    return time + count * duration;
  }
}
