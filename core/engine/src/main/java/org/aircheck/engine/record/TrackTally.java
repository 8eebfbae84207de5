package org.aircheck.engine.record;

import java.time.Duration;
import org.aircheck.spi.Segment;

/** Counts what became of one track's segments in this run. Used by the recorder's thread. */
final class TrackTally {
  private long announced;
  private long kept;
  private long lost;
  private long missed;
  private long declared;
  private long gaps;
  private Duration length = Duration.ZERO;

  void announced(Segment segment) {
    announced++;
    if (segment.gap()) {
      declared++;
    }
  }

  void kept(Segment segment) {
    kept++;
    length = length.plus(segment.duration().duration());
  }

  void lost() {
    lost++;
  }

  void missed(long count) {
    missed += count;
  }

  void gap() {
    gaps++;
  }

  long kept() {
    return kept;
  }

  /** Lost, missed, and announced without an end. */
  long missing() {
    return lost + missed;
  }

  /** Announced, not declared missing, and neither kept nor lost yet. */
  long unfinished() {
    return announced - declared - kept - lost;
  }

  long gaps() {
    return gaps;
  }

  Duration length() {
    return length;
  }
}
