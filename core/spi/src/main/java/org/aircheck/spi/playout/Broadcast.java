package org.aircheck.spi.playout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Segment;

/**
 * A running {@link Schedule}. Immutable and thread-safe; nothing that it does depends on a clock.
 */
public interface Broadcast {

  /**
   * What is listed of a track at an instant.
   *
   * @param track the track's id
   * @param begin where a viewer's own list begins, instead of the window's; not after now
   * @throws IllegalArgumentException when there is no such track
   */
  Window window(String track, Instant now, Optional<Instant> begin);

  /**
   * A segment by the number that it has on air.
   *
   * @param track the track's id
   * @return empty when there is none, now or ever
   * @throws IllegalArgumentException when there is no such track
   */
  Optional<Airing> airing(String track, long number);

  /** The first instant, at or after one, at which a pass begins. */
  Instant seam(Instant after);

  /**
   * The listed part of a track.
   *
   * @param passes in order; empty before the first segment is complete
   * @param until the first instant at which something else is listed; {@link Instant#MAX} for never
   * @param ended whether nothing more will come
   */
  record Window(List<Pass> passes, Instant until, boolean ended) {
    /** Copies the list. */
    public Window {
      passes = List.copyOf(passes);
    }
  }

  /**
   * The listed part of one pass through the media.
   *
   * @param number counted from 0 over all programmes
   * @param start when it begins
   * @param segments at least one, with the numbers, discontinuities and dates that they have on
   *     air; everything else as in the media
   */
  record Pass(long number, Instant start, List<Segment> segments) {
    /** Copies the list. */
    public Pass {
      segments = List.copyOf(segments);
    }
  }

  /**
   * One occurrence of a segment.
   *
   * @param segment as listed
   * @param from when it is complete, and listed first
   * @param until when it need not be had any more: it was removed, and those who had seen it had
   *     the time to fetch it (RFC 8216 section 6.2.2); {@link Instant#MAX} for never
   */
  record Airing(Segment segment, Instant from, Instant until) {}
}
