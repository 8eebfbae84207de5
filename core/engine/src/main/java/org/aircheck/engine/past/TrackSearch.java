package org.aircheck.engine.past;

import java.util.Optional;
import org.aircheck.engine.media.FragmentTimes;

/** Searches one track. What it asks for is pending until it is answered. Used by one thread. */
sealed interface TrackSearch permits TimeSearch, NumberSearch {

  /** Something to ask. */
  record Ask(long value, Question.Kind kind) {}

  /** Notes a segment that is listed, or was had before. */
  void known(long value, long length);

  /** A known segment whose times are wanted. */
  Optional<Ask> inspection();

  /** A segment that must be there. */
  Optional<Ask> walk();

  /** A segment that may be there. */
  Optional<Ask> explore();

  /**
   * It is there.
   *
   * @param times by its own account; empty when it doesn't say
   * @return whether it is what was asked for
   */
  boolean found(long value, Optional<FragmentTimes> times);

  /** It is not there. */
  void missing(long value);

  /** What is not there may be there all the same: the origin loses answers. */
  void flaky();

  /** Whether something it asked for has not been answered. */
  boolean pending();

  /** How many segments may still be found; 0 when nothing is left to ask. */
  long left();
}
