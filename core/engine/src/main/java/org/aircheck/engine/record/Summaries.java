package org.aircheck.engine.record;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.aircheck.spi.Track;

/** Adds the tracks' tallies up. */
final class Summaries {
  private Summaries() {}

  static Summary of(String outcome, Duration elapsed, List<TrackRecorder> tracks, Traffic traffic) {
    return new Summary(
        outcome,
        elapsed,
        tracks.stream().map(t -> t.tally().length()).max(Duration::compareTo).orElse(Duration.ZERO),
        tracks.size(),
        (int) tracks.stream().filter(t -> !t.isRead()).count(),
        tracks.stream().mapToLong(t -> t.tally().kept()).sum(),
        tracks.stream().mapToLong(t -> t.tally().missing() + t.tally().unfinished()).sum(),
        tracks.stream().mapToLong(t -> t.tally().gaps()).sum(),
        tracks.stream().mapToInt(t -> t.progress().epochs()).max().orElse(0),
        traffic.retries(),
        traffic.total());
  }

  static String nothingChosen(List<Track> tracks) {
    return "no variant matches --variants; there are: "
        + tracks.stream().map(Selection::describe).collect(Collectors.joining("; "));
  }
}
