package org.aircheck.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.TrackProgress;

/**
 * A recording's progress as a table: a line for each track. Knows the last ten seconds, for the bit
 * rates.
 */
final class ProgressTable {
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final int LONGEST_NAME = 40;

  private final Map<String, Deque<Sample>> samples = new HashMap<>();

  private record Sample(Instant at, long bytes) {}

  List<String> lines(String session, Progress progress) {
    final List<String> lines = new ArrayList<>();
    final int name =
        Math.min(
            LONGEST_NAME,
            progress.tracks().stream().mapToInt(t -> t.track().length()).max().orElse(5));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-" + name + "s %10s %8s %6s %8s %8s",
            "track",
            "latest",
            "kept",
            "lost",
            "Mbit/s",
            "behind"));
    for (TrackProgress t : progress.tracks()) {
      final String shown = t.track().length() > name ? t.track().substring(0, name) : t.track();
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + name + "s %10s %8d %6d %8.2f %7.1fs",
              shown,
              t.newest().isPresent() ? Long.toString(t.newest().getAsLong()) : "-",
              t.kept(),
              t.lost(),
              rate(session + "/" + t.track(), progress.at(), t.bytes()),
              t.behind().toMillis() / 1000.0));
    }
    lines.add(
        session
            + "  "
            + Durations.text(progress.elapsed())
            + "  "
            + Sizes.text(progress.size())
            + " on disk, "
            + Sizes.text(progress.free())
            + " free"
            + progress.paused().map(r -> "  PAUSED: " + r).orElse(""));
    return lines;
  }

  private double rate(String track, Instant now, long bytes) {
    final Deque<Sample> recent = samples.computeIfAbsent(track, t -> new ArrayDeque<>());
    recent.addLast(new Sample(now, bytes));
    while (recent.size() > 2 && recent.getFirst().at().isBefore(now.minus(SPAN))) {
      recent.removeFirst();
    }
    final long millis = Duration.between(recent.getFirst().at(), now).toMillis();
    return millis <= 0 ? 0 : (bytes - recent.getFirst().bytes()) * 8 / 1000.0 / millis;
  }
}
