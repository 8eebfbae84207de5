package org.aircheck.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aircheck.engine.merge.MergeResult;

/** What came of a merge, for people. */
final class MergeText {
  private static final int MOST_LOSSES = 50;

  private MergeText() {}

  static List<String> lines(MergeResult result) {
    final List<String> lines = new ArrayList<>();
    for (MergeResult.Written file : result.files()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: %s, %s, sound and pictures apart by %d ms",
              file.path(),
              Durations.text(file.duration()),
              Sizes.text(file.bytes()),
              file.skew().toMillis()));
    }
    if (result.files().size() > 1) {
      lines.add("warning: the resolution or the codec changed; each has a file of its own");
    }
    lines.add(
        "  first     segment "
            + result.first().number()
            + result.first().at().map(at -> ", at " + position(at)).orElse(""));
    lines.add("  segments  " + result.segments());
    result.losses().stream().limit(MOST_LOSSES).map(l -> loss(result, l)).forEach(lines::add);
    if (result.losses().size() > MOST_LOSSES) {
      lines.add("  missing   ... and " + (result.losses().size() - MOST_LOSSES) + " more");
    }
    return lines;
  }

  private static String loss(MergeResult result, MergeResult.Loss loss) {
    return "  missing   "
        + loss.track()
        + ": "
        + String.format(Locale.ROOT, "%.1f s", loss.length().toMillis() / 1e3)
        + " at "
        + position(loss.at())
        + (result.files().size() > 1
            ? " of " + result.files().get(loss.file()).path().getFileName()
            : "");
  }

  /** A place in a file as players show it: {@code 1:02:03.4}. */
  private static String position(Duration at) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%d",
        at.toHours(),
        at.toMinutesPart(),
        at.toSecondsPart(),
        at.toMillisPart() / 100);
  }
}
