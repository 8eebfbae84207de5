package org.aircheck.vod;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aircheck.spi.Track;
import org.aircheck.spi.playout.Schedule;

/**
 * A programme of the schedule with its place on air. Its passes all have the length of its longest
 * track, so the tracks cannot slip against each other: one that is shorter has a hole at each seam.
 * Immutable.
 */
final class Run {
  private final long from;
  private final long length;
  private final Map<String, Reel> reels = new LinkedHashMap<>();
  private final Map<String, int[]> marks = new LinkedHashMap<>();
  private final int marksPerPass;

  /** How many passes were before it. */
  private final long passes;

  /** How many discontinuities were before it, the one at its own beginning included. */
  private final long discontinuities;

  /** How many segments of each track were before it. */
  private final Map<String, Long> numbers;

  Run(Schedule.Programme programme, long passes, long discontinuities, Map<String, Long> numbers) {
    this.from = Micros.of(programme.from());
    for (Track track : programme.tracks()) {
      reels.put(track.id(), new Reel(track));
    }
    this.length = reels.values().stream().mapToLong(Reel::length).max().orElse(0);
    if (length <= 0 || reels.values().stream().anyMatch(r -> r.length() <= 0)) {
      throw new IllegalArgumentException("a track without media");
    }
    final List<Long> all = Marks.of(reels.values());
    reels.forEach((id, reel) -> marks.put(id, Marks.count(reel, all)));
    this.marksPerPass = all.size() + 1;
    this.passes = passes;
    this.discontinuities = discontinuities;
    this.numbers = Map.copyOf(numbers);
  }

  static Run first(Schedule.Programme programme) {
    final Map<String, Long> numbers = new LinkedHashMap<>();
    programme.tracks().forEach(t -> numbers.put(t.id(), 0L));
    return new Run(programme, 0, 0, numbers);
  }

  /** The run of the next programme. */
  Run next(Schedule.Programme programme) {
    final long span = Micros.of(programme.from()) - from;
    if (span <= 0 || span % length != 0) {
      throw new IllegalArgumentException(
          "the programme of " + programme.from() + " begins within a pass of the one before");
    }
    final long played = span / length;
    final Map<String, Long> after = new LinkedHashMap<>();
    reels.forEach((id, reel) -> after.put(id, before(id) + played * reel.size()));
    final Run next =
        new Run(programme, passes + played, discontinuities + played * marksPerPass, after);
    if (!next.reels.keySet().equals(reels.keySet())) {
      throw new IllegalArgumentException("programmes with different tracks");
    }
    return next;
  }

  long from() {
    return from;
  }

  long length() {
    return length;
  }

  Reel reel(String track) {
    final Reel reel = reels.get(track);
    if (reel == null) {
      throw new IllegalArgumentException("no track " + track);
    }
    return reel;
  }

  /** The number of the track's first segment. */
  long before(String track) {
    return numbers.getOrDefault(track, 0L);
  }

  /**
   * How many segments of a track are complete at a moment, counted from the broadcast's beginning.
   */
  long complete(String track, long now) {
    final long passed = Math.floorDiv(now - from, length);
    final Reel reel = reel(track);
    return before(track) + passed * reel.size() + reel.complete(now - from - passed * length);
  }

  /** One segment on air, by its number. */
  Spot spot(String track, long number) {
    final Reel reel = reel(track);
    final long own = number - before(track);
    return new Spot(this, reel, own / reel.size(), (int) (own % reel.size()), number, track);
  }

  /**
   * A place in a run.
   *
   * @param pass counted from the run's beginning
   * @param index of the segment within the pass
   */
  record Spot(Run run, Reel reel, long pass, int index, long number, String track) {
    long start() {
      return begin() + reel.start(index);
    }

    long end() {
      return begin() + reel.end(index);
    }

    long duration() {
      return reel.duration(index);
    }

    /** When the pass begins. */
    long begin() {
      return run.from + pass * run.length;
    }

    /** The pass, counted from the broadcast's beginning. */
    long passNumber() {
      return run.passes + pass;
    }

    /** The discontinuity number, the segment's own mark included (section 4.4.3.3). */
    long discontinuitySequence() {
      return run.discontinuities + pass * run.marksPerPass + mark(index);
    }

    /** Whether a discontinuity is in front of it: at each seam and at each of the media's own. */
    boolean discontinuity() {
      return index == 0 ? number > 0 : mark(index) > mark(index - 1);
    }

    private int mark(int i) {
      final int[] counts = run.marks.get(track);
      return counts == null ? 0 : counts[i];
    }

    Instant date() {
      return Micros.instant(start());
    }
  }
}
