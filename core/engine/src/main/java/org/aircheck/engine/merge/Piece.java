package org.aircheck.engine.merge;

import org.aircheck.engine.store.RecordedSegment;

/**
 * A segment with its place on its track's own timeline.
 *
 * @param run which continuous stretch of media it belongs to
 * @param first its first time, in ticks of 90 kHz, without wraps within a run
 * @param duration as its manifest states it, in ticks of 90 kHz
 */
record Piece(RecordedSegment segment, Run run, long first, long duration) {

  /**
   * A continuous stretch of media: the same on all tracks, whose encoder started them together.
   *
   * @param resets how often the timestamps began anew without a word in the manifest
   */
  record Run(int epoch, long discontinuities, int resets) implements Comparable<Run> {
    @Override
    public int compareTo(Run other) {
      final int byEpoch = Integer.compare(epoch, other.epoch);
      final int byMark = Long.compare(discontinuities, other.discontinuities);
      return byEpoch != 0 ? byEpoch : byMark != 0 ? byMark : Integer.compare(resets, other.resets);
    }
  }

  long end() {
    return first + duration;
  }
}
