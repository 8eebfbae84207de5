package org.aircheck.server.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.server.loop.LoopClock.Pass;
import org.aircheck.spi.Segment;

/**
 * Which segments of a track are listed in the later passes of a loop, and under which numbers: a
 * pure function of time.
 *
 * <ul>
 *   <li>Segment i of N has the number n = last + 1 + (k - 1) N + i in pass k, where last is the
 *       recording's last number. So numbers go on where the recording ends and never go back
 *       (draft-pantos-hls-rfc8216bis section 6.2.2).
 *   <li>In the lead-in of a pass its first window comes in one by one, at the pace of its
 *       durations; after it, segments come when they did in the recording.
 *   <li>They go when they did in the recording, but the list is never shorter than the last
 *       recorded one: until a pass has brought as many, the newest of the pass before stay, and
 *       each that comes takes the place of the oldest. So the list never shrinks at a seam, even
 *       when the recording's first lists were still growing.
 *   <li>Each pass begins with a discontinuity; within it they are where they were recorded, and
 *       where the origin's numbers began anew. A segment's discontinuity number is the one before
 *       it plus its own mark, over all passes.
 *   <li>A segment's date is the recorded one plus k times the length of the loop, which is what
 *       makes it follow upon the pass before it.
 * </ul>
 *
 * <p>Everything else of a segment stays: address, range, duration, keys with their explicit
 * initialization vectors. Immutable.
 */
public final class LoopedTrack {
  private final LoopClock clock;
  private final List<Segment> segments;

  /** Nanoseconds into a pass at which each segment is listed; never falls. */
  private final long[] arrivals;

  /**
   * Nanoseconds into a pass at which each segment goes; never falls, ends in front of the
   * survivors.
   */
  private final long[] departures;

  /**
   * How many discontinuities a pass has up to and with each segment, the seam in front of it
   * included.
   */
  private final int[] marks;

  private final int listedFirst;
  private final int survivors;

  /**
   * Some segments of a looped track.
   *
   * @param until how far into the pass the list stays as it is
   */
  public record Window(List<Segment> segments, Duration until) {
    /** Copies the list. */
    public Window {
      segments = List.copyOf(segments);
    }
  }

  /**
   * A track on the clock of its recording.
   *
   * @param recorded its segments by epoch and sequence, at least one
   */
  public LoopedTrack(List<RecordedSegment> recorded, LoopClock clock) {
    this.clock = clock;
    this.segments = recorded.stream().map(RecordedSegment::segment).toList();
    this.listedFirst = listedFirst(recorded);
    this.survivors = survivors(recorded, clock.start().plus(clock.recorded()));
    this.arrivals = arrivals(recorded);
    this.departures = departures(recorded);
    this.marks = marks(recorded);
  }

  /** How many segments the first manifest listed at once. */
  static int listedFirst(List<RecordedSegment> recorded) {
    final Instant first = recorded.getFirst().announced();
    int count = 1;
    while (count < recorded.size() && recorded.get(count).announced().equals(first)) {
      count++;
    }
    return count;
  }

  /**
   * What is listed.
   *
   * @param pass not the first one, which is as recorded
   */
  public Window window(Pass pass) {
    final long now = pass.into().toNanos();
    final int arrived = countUntil(arrivals, now);
    final int gone = countUntil(departures, now);
    final long begun = pass.number() * segments.size();
    final long end = begun + arrived;
    // Never fewer than the recording's last list had, which takes what is missing from the pass
    // before.
    final long first = Math.min(end - survivors, begun + gone);
    final long nextArrival = arrived < arrivals.length ? arrivals[arrived] : Long.MAX_VALUE;
    final long nextDeparture = gone < departures.length ? departures[gone] : Long.MAX_VALUE;
    final long next = Math.min(nextArrival, nextDeparture);
    final List<Segment> listed = new ArrayList<>();
    for (long n = first; n < end; n++) {
      listed.add(segment(Math.floorDiv(n, segments.size()), Math.floorMod(n, segments.size())));
    }
    return new Window(listed, Duration.ofNanos(Math.min(next, clock.length().toNanos())));
  }

  /** The longest segment: what every version of the manifest must promise alike. */
  public Duration longest() {
    return segments.stream()
        .map(s -> s.duration().duration())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Segment segment(long pass, int i) {
    final Segment recorded = segments.get(i);
    final Segment last = segments.getLast();
    final int perPass = marks[marks.length - 1];
    return recorded.toBuilder()
        .sequence(last.sequence() + 1 + (pass - 1) * segments.size() + i)
        .discontinuitySequence(last.discontinuitySequence() + (pass - 1) * perPass + marks[i])
        .discontinuity(
            pass == 0 ? recorded.discontinuity() : marks[i] > (i == 0 ? 0 : marks[i - 1]))
        .programDateTime(
            recorded.programDateTime().map(date -> date.plus(clock.length().multipliedBy(pass))))
        .build();
  }

  /** What the last manifest lists: the newest segments that had not gone and follow each other. */
  private static int survivors(List<RecordedSegment> recorded, Instant end) {
    int count = 1;
    while (count < recorded.size()) {
      final RecordedSegment one = recorded.get(recorded.size() - 1 - count);
      final RecordedSegment next = recorded.get(recorded.size() - count);
      final boolean gone = one.removed().filter(removed -> !removed.isAfter(end)).isPresent();
      if (gone
          || one.epoch() != next.epoch()
          || one.segment().sequence() + 1 != next.segment().sequence()) {
        return count;
      }
      count++;
    }
    return count;
  }

  private long[] arrivals(List<RecordedSegment> recorded) {
    final long[] at = new long[recorded.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = intoPass(recorded.get(i).announced());
    }
    for (int i = listedFirst - 2; i >= 0; i--) {
      at[i] = at[i + 1] - recorded.get(i + 1).segment().duration().duration().toNanos();
    }
    for (int i = 1; i < at.length; i++) {
      at[i] = Math.max(at[i], at[i - 1]);
    }
    return at;
  }

  private long[] departures(List<RecordedSegment> recorded) {
    final long[] at = new long[recorded.size() - survivors];
    long next = clock.length().toNanos();
    for (int i = at.length - 1; i >= 0; i--) {
      next = Math.min(next, recorded.get(i).removed().map(this::intoPass).orElse(next));
      at[i] = next;
    }
    return at;
  }

  private static int[] marks(List<RecordedSegment> recorded) {
    final int[] marks = new int[recorded.size()];
    marks[0] = 1;
    for (int i = 1; i < marks.length; i++) {
      final boolean anew = recorded.get(i).epoch() != recorded.get(i - 1).epoch();
      marks[i] = marks[i - 1] + (anew || recorded.get(i).segment().discontinuity() ? 1 : 0);
    }
    return marks;
  }

  private long intoPass(Instant recorded) {
    return Duration.between(clock.start(), recorded).plus(clock.leadIn()).toNanos();
  }

  /** How many of some instants, which never fall, have come. */
  private static int countUntil(long[] instants, long now) {
    final int found = Arrays.binarySearch(instants, now);
    int count = found < 0 ? -found - 1 : found;
    while (count < instants.length && instants[count] <= now) {
      count++;
    }
    return count;
  }
}
