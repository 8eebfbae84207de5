package org.aircheck.server.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.store.RecordedSegment;

/**
 * When each pass of a looped recording begins and which recorded instant it shows, for all tracks
 * alike.
 *
 * <p>Pass 0 is the recording as it was, from its start until the last of its segments was listed.
 * Each later pass begins with a lead-in in which the segments that the recording's first manifests
 * listed at once come one by one; then it runs as recorded. So all later passes have one length,
 * lead-in + recorded, and all tracks share it: they can't slip.
 *
 * @param start the recording's first instant
 * @param recorded the length of pass 0
 * @param leadIn the length of the lead-in
 */
public record LoopClock(Instant start, Duration recorded, Duration leadIn) {

  /**
   * One pass at one moment.
   *
   * @param number 0 for the recording itself
   * @param into how long the pass has been running
   * @param recorded the recorded instant that it shows; before the recording's start during a
   *     lead-in
   * @param ends when it ends, counted from the beginning of pass 0
   */
  public record Pass(long number, Duration into, Instant recorded, Duration ends) {}

  /** The clock for some tracks' segments, each in order; empty when there is nothing to loop. */
  public static Optional<LoopClock> of(Instant start, Collection<List<RecordedSegment>> tracks) {
    Duration recorded = Duration.ZERO;
    Duration leadIn = Duration.ZERO;
    for (List<RecordedSegment> segments : tracks) {
      if (!segments.isEmpty()) {
        recorded = longer(recorded, Duration.between(start, segments.getLast().announced()));
        leadIn =
            longer(
                leadIn,
                window(segments).minus(Duration.between(start, segments.getFirst().announced())));
      }
    }
    return leadIn.isZero() ? Optional.empty() : Optional.of(new LoopClock(start, recorded, leadIn));
  }

  /** The length of every pass but the first. */
  public Duration length() {
    return leadIn.plus(recorded);
  }

  /**
   * The pass at a moment.
   *
   * @param elapsed since the beginning of pass 0, not negative
   */
  public Pass pass(Duration elapsed) {
    if (elapsed.compareTo(recorded) < 0) {
      return new Pass(0, elapsed, start.plus(elapsed), recorded);
    }
    final Duration later = elapsed.minus(recorded);
    final long number = later.dividedBy(length()) + 1;
    final Duration into = later.minus(length().multipliedBy(number - 1));
    return new Pass(
        number, into, start.minus(leadIn).plus(into), recorded.plus(length().multipliedBy(number)));
  }

  private static Duration window(List<RecordedSegment> segments) {
    return segments.stream()
        .limit(LoopedTrack.listedFirst(segments))
        .map(segment -> segment.segment().duration().duration())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
