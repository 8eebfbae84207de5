package org.aircheck.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.Run;
import org.aircheck.engine.store.SessionInfo;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionReader.SegmentCount;
import org.aircheck.engine.store.SessionReader.Tally;
import org.aircheck.engine.store.Verification;

/** Sessions as lines for people. */
final class SessionText {
  private SessionText() {}

  static List<String> show(SessionReader reader) {
    final List<String> lines = new ArrayList<>();
    final SessionInfo info = reader.info();
    final SessionFigures figures = SessionFigures.of(reader);
    lines.add("session   " + info.name() + ", " + figures.state());
    lines.add("source    " + info.source() + info.protocol().map(p -> " (" + p + ")").orElse(""));
    lines.add(
        "recorded  "
            + info.firstAnswer().map(Object::toString).orElse("nothing yet")
            + ", "
            + Durations.text(figures.length()));
    final Tally tally = reader.tally();
    lines.add(
        "requests  "
            + tally.exchanges()
            + ", "
            + tally.retries()
            + " repeated, "
            + tally.errors()
            + " answered with errors or not at all");
    lines.add(
        "received  "
            + Sizes.text(tally.bytesReceived())
            + ", of it "
            + Sizes.text(figures.bytes())
            + " media");
    if (tally.changedBodies() > 0) {
      lines.add(
          "note      "
              + tally.changedBodies()
              + " addresses gave different media at different times; all of it is kept");
    }
    lines.add("tracks");
    final Map<Long, String> names = new HashMap<>();
    for (RecordedTrack track : reader.tracks()) {
      names.put(track.id(), track.track().id());
      lines.add("  " + Selection.describe(track.track()));
      for (SegmentCount count : reader.counts(track.id())) {
        lines.add(
            String.format(
                Locale.ROOT,
                "    epoch %d: %d %s, %s",
                count.epoch() + 1,
                count.count(),
                count.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Sizes.text(count.bytes())));
      }
    }
    lines.add("gaps");
    final List<Gap> gaps = reader.gaps();
    if (gaps.isEmpty()) {
      lines.add("  none");
    }
    gaps.forEach(gap -> lines.add("  " + gap(gap, names)));
    lines.add("runs");
    reader.runs().forEach(run -> lines.add("  " + run(run)));
    return lines;
  }

  static List<String> verification(String name, Verification v) {
    final List<String> lines = new ArrayList<>();
    v.database().forEach(line -> lines.add(name + ": database: " + line));
    v.missing().forEach(file -> lines.add(name + ": missing: " + file));
    v.damaged().forEach(d -> lines.add(name + ": damaged: " + d.place() + ": " + d.what()));
    v.strays().forEach(file -> lines.add(name + ": belongs to nothing, harmless: " + file));
    lines.add(
        name
            + ": "
            + (v.whole() ? "whole" : "DAMAGED")
            + ", "
            + v.bodies()
            + " bodies, "
            + Sizes.text(v.bytes())
            + " checked");
    return lines;
  }

  private static String gap(Gap gap, Map<Long, String> names) {
    final String track =
        gap.track().isPresent() ? names.getOrDefault(gap.track().getAsLong(), "?") : "all tracks";
    final String what =
        gap.ofMedia()
            ? gap.count()
                + " segments, "
                + gap.first().getAsLong()
                + " to "
                + gap.last().getAsLong()
                + " of epoch "
                + (gap.epoch() + 1)
            : "nothing recorded";
    return gap.began()
        + "  "
        + track
        + ": "
        + what
        + ", "
        + gap.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (gap.detail().isEmpty() ? "" : " (" + gap.detail() + ")");
  }

  private static String run(Run run) {
    return run.id()
        + ": "
        + run.started()
        + " to "
        + run.stopped().map(Object::toString).orElse("?")
        + ", "
        + run.outcome().orElse("not closed: running, or killed")
        + ", Aircheck "
        + run.version();
  }
}
