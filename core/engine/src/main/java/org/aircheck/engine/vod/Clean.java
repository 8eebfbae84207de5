package org.aircheck.engine.vod;

import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Segment;

/** Segments without what holds only once: dates, and marks at the media's own beginning. */
final class Clean {
  private Clean() {}

  /**
   * A segment to be repeated.
   *
   * @param first whether it is the media's first: each pass begins with a discontinuity anyway
   * @param missing whether its bytes are not there
   */
  static Segment segment(Segment segment, boolean first, boolean missing) {
    return segment.toBuilder()
        .discontinuitySequence(0)
        .discontinuity(segment.discontinuity() && !first)
        .gap(segment.gap() || missing)
        .programDateTime(Optional.empty())
        .extras(lines(segment.extras()))
        .build();
  }

  /**
   * Lines that may be repeated: neither dates nor a place to begin at, which is the live edge now.
   */
  static List<String> lines(List<String> extras) {
    return extras.stream()
        .filter(e -> !e.startsWith("#EXT-X-DATERANGE") && !e.startsWith("#EXT-X-START"))
        .toList();
  }
}
