package org.aircheck.engine.merge;

import java.util.Comparator;
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
   * @param part which period of the presentation, from 0
   * @param resets how often the timestamps began anew without a word in the manifest
   */
  record Run(int part, int epoch, long discontinuities, int resets) implements Comparable<Run> {
    private static final Comparator<Run> ORDER =
        Comparator.comparingInt(Run::part)
            .thenComparingInt(Run::epoch)
            .thenComparingLong(Run::discontinuities)
            .thenComparingInt(Run::resets);

    @Override
    public int compareTo(Run other) {
      return ORDER.compare(this, other);
    }
  }

  long end() {
    return first + duration;
  }
}
