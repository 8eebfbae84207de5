package org.aircheck.vod;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.Segment;
import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Schedule;

/**
 * A schedule as arithmetic: which segments are complete at an instant follows from how long the
 * broadcast has been on, whoever asks and since when. Costs do not grow with that time, nor with
 * the length of the media.
 */
final class VodBroadcast implements Broadcast {
  /** Numbers beyond are nobody's: at one a second, two thousand years. */
  private static final long FARTHEST = 1L << 36;

  private final List<Run> runs = new ArrayList<>();
  private final long window;
  private final OptionalLong stop;
  private final boolean growing;

  VodBroadcast(Schedule schedule) {
    for (Schedule.Programme programme : schedule.programmes()) {
      runs.add(runs.isEmpty() ? Run.first(programme) : runs.getLast().next(programme));
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no programme");
    }
    this.window = Micros.of(schedule.window());
    this.stop =
        schedule.stop().map(s -> OptionalLong.of(Micros.of(s))).orElseGet(OptionalLong::empty);
    this.growing = schedule.growing();
  }

  @Override
  public Window window(String track, Instant now, Optional<Instant> begin) {
    final long moment = Math.min(Micros.of(now), stop.orElse(Long.MAX_VALUE));
    final long end = complete(track, moment);
    final long first =
        begin.isPresent()
            ? Math.min(end, complete(track, Micros.of(begin.get())))
            : growing ? 0 : first(track, end);
    final long change = spot(track, end).end();
    final boolean last = stop.isPresent() && change > stop.getAsLong();
    final boolean ended = last && Micros.of(now) >= stop.getAsLong();
    final Instant until = ended ? Instant.MAX : Micros.instant(last ? stop.getAsLong() : change);
    return new Window(passes(track, first, end), until, ended);
  }

  @Override
  public Optional<Airing> airing(String track, long number) {
    if (number < 0 || number > FARTHEST) {
      return Optional.empty();
    }
    final Run.Spot spot = spot(track, number);
    if (stop.isPresent() && spot.end() > stop.getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(new Airing(segment(spot), Micros.instant(spot.end()), expiry(track, spot)));
  }

  @Override
  public Instant seam(Instant after) {
    final long moment = Micros.of(after);
    final Run run = run(moment);
    return Micros.instant(
        run.from() + Math.max(0, Math.ceilDiv(moment - run.from(), run.length())) * run.length());
  }

  /** How many segments are complete at a moment. */
  private long complete(String track, long moment) {
    final Run run = run(moment);
    return moment < run.from() ? run.before(track) : run.complete(track, moment);
  }

  /** The run that a moment lies in; the first one also has what lies before it. */
  private Run run(long moment) {
    int i = runs.size() - 1;
    while (i > 0 && runs.get(i).from() > moment) {
      i--;
    }
    return runs.get(i);
  }

  private Run.Spot spot(String track, long number) {
    int i = runs.size() - 1;
    while (i > 0 && runs.get(i).before(track) > number) {
      i--;
    }
    return runs.get(i).spot(track, number);
  }

  /**
   * The first segment that is listed: so many that their durations make a window. It is the
   * durations that count (RFC 8216 section 6.2.2), not the time from the first to the last: that
   * has the holes at the seams in it.
   */
  private long first(String track, long end) {
    long first = end;
    for (long listed = 0; first > 0 && listed < window; first--) {
      listed += spot(track, first - 1).duration();
    }
    return first;
  }

  private List<Pass> passes(String track, long first, long end) {
    final List<Pass> passes = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    for (long n = first; n < end; n++) {
      final Run.Spot spot = spot(track, n);
      segments.add(segment(spot));
      if (n + 1 == end || spot.index() + 1 == spot.reel().size()) {
        passes.add(new Pass(spot.passNumber(), Micros.instant(spot.begin()), segments));
        segments = new ArrayList<>();
      }
    }
    return passes;
  }

  /**
   * A removed segment stays for its own duration and that of the longest list that had it (RFC 8216
   * section 6.2.2).
   */
  private Instant expiry(String track, Run.Spot spot) {
    if (growing) {
      return Instant.MAX;
    }
    long later = spot.number() + 1;
    for (long listed = 0; listed < window; later++) {
      listed += spot(track, later).duration();
    }
    final long removed = spot(track, later - 1).end();
    return stop.isPresent() && removed > stop.getAsLong()
        ? Instant.MAX
        : Micros.instant(removed + spot.duration() + window + spot.reel().longest());
  }

  private static Segment segment(Run.Spot spot) {
    final Segment media = spot.reel().segment(spot.index());
    return media.toBuilder()
        .sequence(spot.number())
        .discontinuitySequence(spot.discontinuitySequence())
        .discontinuity(spot.discontinuity())
        .programDateTime(spot.date())
        .build();
  }
}
