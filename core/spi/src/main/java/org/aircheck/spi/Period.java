package org.aircheck.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * A part of a presentation with a media timeline of its own (DASH Period, ISO/IEC 23009-1 section
 * 5.3.2), as one track sees it.
 *
 * @param id tells it from the other periods
 * @param start when it begins, counted from the beginning of the presentation; not negative
 * @param offset the track's media time at which it begins (presentationTimeOffset)
 */
public record Period(String id, Duration start, MediaTime offset) {
  /** Nothing may be null. */
  public Period {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(offset, "offset");
  }
}
