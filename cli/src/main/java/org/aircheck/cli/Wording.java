package org.aircheck.cli;

import java.util.ArrayList;
import java.util.List;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.record.TrackProgress;

/** Events, progress and summaries as lines for people. Pure. */
final class Wording {
  private Wording() {}

  static String event(Event event) {
    return switch (event) {
      case Event.TrackFound e -> "track " + e.description();
      case Event.EpochBegan e ->
          e.track()
              + ": the origin began its sequence numbers anew (epoch "
              + (e.epoch() + 1)
              + ")";
      case Event.GapFound e ->
          e.track()
              + ": gap, "
              + e.gap().count()
              + " segment"
              + (e.gap().count() == 1 ? "" : "s")
              + " from "
              + e.gap().first().orElse(0)
              + ": "
              + e.gap().detail();
      case Event.ManifestOdd e -> e.track() + ": odd manifest, " + e.warning();
      case Event.Trouble e -> e.message();
      case Event.Paused e -> "paused: " + e.reason();
      case Event.Resumed ignored -> "goes on";
      case Event.Draining e -> "ending: " + e.reason();
    };
  }

  /** One status line of a whole recording. */
  static String status(String session, Progress p) {
    final long kept = p.tracks().stream().mapToLong(TrackProgress::kept).sum();
    final long lost = p.tracks().stream().mapToLong(TrackProgress::lost).sum();
    return session
        + ": "
        + Durations.text(p.elapsed())
        + ", "
        + p.tracks().size()
        + " tracks, "
        + kept
        + " segments kept, "
        + lost
        + " lost, "
        + Sizes.text(p.size())
        + p.paused().map(r -> ", paused: " + r).orElse("");
  }

  /** What a recording has brought. */
  static List<String> summary(String session, Summary s, String folder) {
    final List<String> lines = new ArrayList<>();
    lines.add(session + ": " + s.outcome() + (s.complete() ? ", complete" : ", with gaps"));
    lines.add(
        "  length    "
            + Durations.text(s.length())
            + " of media in "
            + Durations.text(s.elapsed()));
    lines.add(
        "  segments  "
            + s.kept()
            + " kept, "
            + s.lost()
            + " lost, on "
            + s.tracks()
            + " track"
            + (s.tracks() == 1 ? "" : "s")
            + (s.unread() == 0 ? "" : "; the list of " + s.unread() + " could not be read"));
    lines.add("  gaps      " + s.gaps());
    lines.add("  epochs    " + s.epochs());
    lines.add("  retries   " + s.retries());
    lines.add("  received  " + Sizes.text(s.bytes()));
    lines.add("  session   " + folder);
    return lines;
  }
}
