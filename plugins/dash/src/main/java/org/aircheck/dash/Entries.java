package org.aircheck.dash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.MediaTime;

/**
 * The segments of a representation as numbers and times, before they have addresses.
 *
 * @param list in order
 * @param until when a further one becomes available without a new manifest
 */
record Entries(List<Entry> list, Optional<Instant> until) {
  private static final int MOST = 200_000;

  /** One segment: its number, its start on the media timeline and its duration, in ticks. */
  record Entry(long number, long time, long duration) {}

  /**
   * What the elements say of numbers and times.
   *
   * @param offset what the period begins with on the media timeline, in ticks
   */
  record Frame(Element element, long timescale, long offset, PeriodClock clock) {
    static Frame of(Element element, PeriodClock clock) {
      return new Frame(
          element,
          Numbers.timescale(element),
          Numbers.whole(element.attribute("presentationTimeOffset")).orElse(0),
          clock);
    }

    long startNumber() {
      return Numbers.whole(element.attribute("startNumber")).orElse(1);
    }

    OptionalLong endNumber() {
      return Numbers.whole(element.attribute("endNumber"));
    }

    /** The period's beginning on the media timeline. */
    MediaTime zero() {
      return new MediaTime(offset, timescale);
    }

    /** The period's end on the media timeline. */
    OptionalLong end() {
      return clock.length().isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(offset + Times.ticksUp(clock.length().get(), timescale));
    }

    /** How long before its time a segment can be had. */
    Duration early() {
      return element
          .attribute("availabilityTimeOffset")
          .filter(o -> !o.equals("INF"))
          .flatMap(o -> Times.duration("PT" + o + "S"))
          .orElse(Duration.ZERO);
    }
  }

  /** Those of a SegmentTimeline (ISO/IEC 23009-1 section 5.3.9.6). */
  static Entries timeline(Frame frame, Element timeline, Warnings warnings)
      throws MalformedManifestException {
    final List<Element> runs = timeline.all("S").toList();
    final List<Entry> list = new ArrayList<>();
    Optional<Instant> until = Optional.empty();
    long number = frame.startNumber();
    long time = 0;
    for (int i = 0; i < runs.size(); i++) {
      final Element run = runs.get(i);
      time = Numbers.whole(run.attribute("t")).orElse(time);
      number = Numbers.whole(run.attribute("n")).orElse(number);
      final long duration = Numbers.whole(run.attribute("d")).orElse(0);
      if (duration == 0) {
        warnings.add(run, "an S without a duration; ignored");
        continue;
      }
      final boolean open = run.attribute("r").filter(r -> r.startsWith("-")).isPresent();
      final long count;
      if (open) {
        final OptionalLong next =
            i + 1 < runs.size()
                ? Numbers.whole(runs.get(i + 1).attribute("t"))
                : OptionalLong.empty();
        count = open(frame, next, time, duration);
        until = next.isPresent() ? until : more(frame, time + (count + 1) * duration);
      } else {
        count = Numbers.whole(run.attribute("r")).orElse(0) + 1;
      }
      if (list.size() + count > MOST) {
        throw new MalformedManifestException(
            "more than " + MOST + " segments in one track", run.line());
      }
      for (long k = 0; k < count; k++, time += duration) {
        list.add(new Entry(number++, time, duration));
      }
      if (time > Long.MAX_VALUE / 2) {
        throw new MalformedManifestException("times beyond all bounds", run.line());
      }
    }
    return new Entries(limited(frame, list), until);
  }

  /** How often an S with a negative repeat count is repeated: to the next one, or to the end. */
  private static long open(Frame frame, OptionalLong next, long time, long duration) {
    final OptionalLong end = next.isPresent() ? next : frame.end();
    final long byEnd =
        end.isPresent() ? Math.ceilDiv(end.getAsLong() - time, duration) : Long.MAX_VALUE / 2;
    if (next.isPresent() || frame.clock().begin().isEmpty()) {
      return end.isPresent() ? Math.max(0, byEnd) : 1;
    }
    final long now = frame.offset() + ticks(frame, frame.clock().elapsed().get());
    return Math.clamp(Math.floorDiv(now - time, duration), 0, Math.max(0, byEnd));
  }

  private static List<Entry> limited(Frame frame, List<Entry> list) {
    final OptionalLong last = frame.endNumber();
    return last.isEmpty()
        ? list
        : list.stream().filter(e -> e.number() <= last.getAsLong()).toList();
  }

  /** When a segment that ends there can be had, unless the period is over by then. */
  private static Optional<Instant> more(Frame frame, long end) {
    final OptionalLong last = frame.end();
    return last.isPresent() && end - last.getAsLong() > 0
        ? Optional.empty()
        : frame
            .clock()
            .at(end - frame.offset(), frame.timescale())
            .map(i -> i.minus(frame.early()));
  }

  /** Those of constant duration, by number (ISO/IEC 23009-1 section 5.3.9.5.3). */
  static Entries constant(Frame frame, Element element, Warnings warnings) {
    final long duration = Numbers.whole(element.attribute("duration")).orElse(0);
    if (duration == 0 || duration > Long.MAX_VALUE >> 24) {
      warnings.add(element, "neither a timeline nor a duration; no segments");
      return new Entries(List.of(), Optional.empty());
    }
    final long start = frame.startNumber();
    long count =
        frame.clock().length().isEmpty()
            ? Long.MAX_VALUE >> 25
            : Math.ceilDiv(Times.ticks(frame.clock().length().get(), frame.timescale()), duration);
    if (frame.endNumber().isPresent()) {
      count = Math.min(count, Math.max(0, frame.endNumber().getAsLong() - start + 1));
    }
    long first = 0;
    long end = count;
    if (frame.clock().begin().isPresent()) {
      final Duration elapsed = frame.clock().elapsed().get();
      end = Math.clamp(Math.floorDiv(ticks(frame, elapsed), duration), 0, count);
      if (frame.clock().buffer().isPresent()) {
        final long gone =
            Times.ticks(elapsed.minus(frame.clock().buffer().get()), frame.timescale());
        first = Math.clamp(Math.floorDiv(gone, duration), 0, end);
      }
    } else if (frame.clock().length().isEmpty()) {
      warnings.add(element, "no end of the period and none of the segments; one is taken");
      end = Math.min(count, 1);
    }
    if (end - first > MOST) {
      warnings.add(element, "more than " + MOST + " segments; the newest are taken");
      first = end - MOST;
    }
    final List<Entry> list = new ArrayList<>();
    for (long k = first; k < end; k++) {
      list.add(new Entry(start + k, frame.offset() + k * duration, duration));
    }
    return new Entries(
        list,
        end < count && frame.clock().begin().isPresent()
            ? more(frame, frame.offset() + Math.multiplyExact(end + 1, duration))
            : Optional.empty());
  }

  private static long ticks(Frame frame, Duration elapsed) {
    return Times.ticks(elapsed.plus(frame.early()), frame.timescale());
  }
}
