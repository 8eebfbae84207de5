package org.aircheck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.Summary;

/**
 * Shows recordings as a table that is drawn anew in its place; what happened scrolls away above it.
 */
final class TerminalDisplay implements Display {
  private final PrintWriter out;
  private final ProgressTable table = new ProgressTable();
  private List<String> shown = List.of();

  TerminalDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public synchronized void started(String session, String source, String folder) {
    above("Recording " + source + " to " + folder + " (Ctrl+C ends it)");
  }

  @Override
  public synchronized void event(String session, Event event) {
    if (!(event instanceof Event.TrackFound)) {
      above(Wording.event(event)); // tracks have their lines in the table
    }
  }

  @Override
  public synchronized void progress(Map<String, Progress> recordings) {
    final List<String> lines = new ArrayList<>();
    recordings.forEach((session, progress) -> lines.addAll(table.lines(session, progress)));
    redraw(List.of(), fit(lines));
  }

  @Override
  public synchronized void stopping(boolean again) {
    above(
        again
            ? "Stopping at once."
            : "Stopping: finishing what is under way. Ctrl+C again stops at once.");
  }

  @Override
  public synchronized void ended(String session, Summary summary, String folder) {
    redraw(Wording.summary(session, summary, folder), List.of());
  }

  private void above(String line) {
    redraw(List.of(line), shown);
  }

  /** Replaces the table in one write, so that nothing flickers. */
  private void redraw(List<String> above, List<String> lines) {
    final StringBuilder text = new StringBuilder();
    if (!shown.isEmpty()) {
      text.append("\u001b[").append(shown.size()).append('A').append('\r');
    }
    text.append("\u001b[J");
    above.forEach(line -> text.append(line).append('\n'));
    lines.forEach(line -> text.append(line).append('\n'));
    out.print(text);
    out.flush();
    shown = lines;
  }

  /**
   * No line may wrap and the table may not be higher than the screen: it could not be found again.
   */
  private static List<String> fit(List<String> lines) {
    final int width = number("COLUMNS").orElse(80) - 1;
    final int height = number("LINES").orElse(24) - 2;
    final List<String> cut =
        lines.stream()
            .map(line -> line.length() > width ? line.substring(0, width) : line)
            .toList();
    if (cut.size() <= height) {
      return cut;
    }
    final List<String> some = new ArrayList<>(cut.subList(0, height - 2));
    some.add("... and " + (cut.size() - height + 1) + " more lines");
    some.add(cut.getLast());
    return some;
  }

  private static Optional<Integer> number(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(v -> v.matches("[1-9]\\d{0,4}"))
        .map(Integer::valueOf);
  }
}
