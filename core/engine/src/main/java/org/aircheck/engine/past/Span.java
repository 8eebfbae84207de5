package org.aircheck.engine.past;

import java.util.Optional;
import org.aircheck.engine.media.FragmentTimes;

/**
 * A segment that there is.
 *
 * @param value its time as the address has it
 * @param length in ticks of the address, rounded
 * @param times by its own account, as far as it has been read
 */
record Span(long value, long length, Optional<FragmentTimes> times) {

  /** Whether no further segment fits between this one and a later one. */
  boolean reaches(Span later) {
    return later.value - value - length < length / 2 + 1;
  }
}
