package org.aircheck.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aircheck.engine.past.Standing;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;

/**
 * Shows how far an archive is: one line that is written over on a terminal, else a line every few
 * seconds and whenever another phase begins.
 */
final class ArchiveDisplay {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Optional<Instant> last = Optional.empty();
  private String phase = "";
  private boolean open;

  private record Sample(Instant at, long found) {}

  ArchiveDisplay(PrintWriter out, boolean quiet, boolean terminal) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  /** Something that happened. */
  synchronized void event(Event event) {
    if (!(event instanceof Event.TrackFound)) {
      line(Wording.event(event));
    }
  }

  /** Says something once. */
  synchronized void line(String text) {
    if (!quiet) {
      clear();
      out.println(text);
    }
  }

  /** How far the recording is. */
  synchronized void recording(Progress progress, Instant now) {
    final String text = progress.past().map(p -> past(p, now)).orElse("") + live(progress);
    status(ArchiveRun.phase(progress), text, now);
  }

  private String past(Standing past, Instant now) {
    samples.addLast(new Sample(now, past.found()));
    while (samples.size() > 2 && samples.getFirst().at().isBefore(now.minus(SPAN))) {
      samples.removeFirst();
    }
    if (past.left().isEmpty() && past.found() == 0) {
      return "";
    }
    if (past.left().isEmpty()) {
      return "past: " + past.found() + " found; ";
    }
    if (past.found() == 0) {
      return "search: " + past.asked() + " asked for; ";
    }
    final double rate = rate();
    final long left = past.left().getAsLong();
    return String.format(
        Locale.ROOT,
        "past: %d found, %.0f/s, about %d to go%s; ",
        past.found(),
        rate,
        left,
        rate < 1 ? "" : " (" + Durations.text(Duration.ofSeconds((long) (left / rate))) + ")");
  }

  private double rate() {
    final Sample first = samples.getFirst();
    final Sample newest = samples.getLast();
    final long millis = Duration.between(first.at(), newest.at()).toMillis();
    return millis <= 0 ? 0 : (newest.found() - first.found()) * 1000.0 / millis;
  }

  private static String live(Progress progress) {
    final long kept = progress.tracks().stream().mapToLong(t -> t.kept()).sum();
    final long lost = progress.tracks().stream().mapToLong(t -> t.lost()).sum();
    return "live: "
        + kept
        + " kept, "
        + lost
        + " lost, "
        + Sizes.text(progress.size())
        + ", "
        + Durations.text(progress.elapsed())
        + progress.paused().map(r -> ", PAUSED: " + r).orElse("");
  }

  /** How far merging is, from 0 to 1. */
  synchronized void merging(double share, Duration elapsed) {
    final Duration left =
        share <= 0
            ? Duration.ZERO
            : Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share));
    status(
        "merge",
        String.format(Locale.ROOT, "merge: %.0f %%", share * 100)
            + (share <= 0 ? "" : ", " + Durations.text(left) + " to go"),
        Instant.EPOCH.plus(elapsed));
  }

  private void status(String now, String text, Instant at) {
    if (quiet) {
      return;
    }
    if (terminal) {
      out.print("\r\u001b[K" + (text.length() > WIDTH ? text.substring(0, WIDTH) : text));
      out.flush();
      open = true;
      return;
    }
    final boolean due =
        !now.equals(phase) || last.isEmpty() || !at.isBefore(last.get().plus(EVERY));
    if (due) {
      out.println(text);
      last = Optional.of(at);
      phase = now;
    }
  }

  /** What came of it. */
  synchronized void result(List<String> lines) {
    clear();
    lines.forEach(out::println);
    out.flush();
  }

  private void clear() {
    if (open) {
      out.print("\r\u001b[K");
      open = false;
    }
  }
}
