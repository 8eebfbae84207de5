package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aircheck.engine.vod.Report;
import org.aircheck.engine.vod.VodChannel;

/** What is said of looped channels. */
final class LoopText {
  private LoopText() {}

  /** Where the channels are. */
  static void addresses(Path folder, String address, List<VodChannel> channels, PrintWriter out) {
    out.println("looping " + folder + " (Ctrl+C ends it)");
    out.println("  page  " + address);
    final Map<String, Boolean> names = new LinkedHashMap<>();
    for (VodChannel channel : channels) {
      names.merge(
          channel.stream().name(), channel.stream().protocol().equals("dash"), (a, b) -> a && b);
    }
    names.forEach((name, dash) ->
        out.println("        " + address + name.replace(" ", "%20") + (dash ? ".mpd" : ".m3u8")));
  }

  /** A channel whose durations are known. */
  static void opened(VodChannel channel, PrintWriter out) {
    final Report report = Report.of(channel.stream(), channel.measurements());
    out.println(
        report.stream()
            + ": "
            + report.renditions().size()
            + (report.renditions().size() == 1 ? " rendition, " : " renditions, ")
            + Report.seconds(report.loop())
            + " a pass");
    report.warnings().forEach(w -> out.println("  " + w));
    if (channel.isHeldBack()) {
      out.println(
          "  the measured durations exceed the target duration that players were told; the playlists' own stay in use until --rescan");
    }
  }

  /** All that is known of a stream. */
  static void report(Report report, PrintWriter out) {
    out.println(
        report.stream()
            + " ("
            + report.protocol()
            + "): a pass of "
            + Report.seconds(report.loop())
            + ", target duration "
            + report.target()
            + " s");
    out.println(
        "  "
            + String.format(
                Locale.ROOT,
                "%-28s %-9s %8s %12s %12s %9s %9s %7s",
                "rendition",
                "kind",
                "segments",
                "EXTINF",
                "measured",
                "off by",
                "hole",
                "missing"));
    for (Report.Rendition r : report.renditions()) {
      out.println(
          "  "
              + String.format(
                  Locale.ROOT,
                  "%-28s %-9s %8d %12s %12s %9s %9s %7d",
                  r.name(),
                  r.kind().name().toLowerCase(Locale.ROOT),
                  r.segments(),
                  Report.seconds(r.stated()),
                  r.measured().map(Report::seconds).orElse("-"),
                  Report.millis(r.farthest()),
                  Report.millis(r.hole()),
                  r.missing()));
    }
    if (report.unequal() >= 1_000) {
      out.println(
          "  lengths differ by "
              + Report.millis(report.unequal())
              + ": the shorter renditions wait for the longest at each seam, so they never slip");
    }
    report.warnings().forEach(w -> out.println("  warning: " + w));
  }
}
