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
    return new Segment(
        segment.sequence(),
        0,
        segment.discontinuity() && !first,
        segment.gap() || missing,
        segment.uri(),
        segment.range(),
        segment.duration(),
        segment.start(),
        Optional.empty(),
        segment.initialization(),
        segment.keys(),
        segment.title(),
        lines(segment.extras()));
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
