package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aircheck.spi.MalformedManifestException;

/**
 * When the fragments of a stream are ([MS-SSTR] section 2.2.2.6): each has a start or begins where
 * the one before ends, each has a duration or lasts until the next begins.
 */
final class Chunks {
  /** More than two days of one-second fragments. */
  private static final int MOST = 200_000;

  private final List<Run> runs = new ArrayList<>();
  private final long timescale;
  private final Warnings warnings;
  private long count;

  private Chunks(long timescale, Warnings warnings) {
    this.timescale = timescale;
    this.warnings = warnings;
  }

  /** Those that a stream lists, in order. */
  static List<Run> of(Element stream, long timescale, Warnings warnings)
      throws MalformedManifestException {
    final Chunks chunks = new Chunks(timescale, warnings);
    final List<Element> listed = stream.all("c");
    for (int i = 0; i < listed.size(); i++) {
      final Element c = listed.get(i);
      if (i == 0 && c.number("t").isEmpty() && c.number("n").orElse(0) > 0) {
        // ffmpeg's last manifest of a channel whose window has moved: it no longer says when.
        warnings.add(
            c,
            "the first fragment is number "
                + c.number("n").getAsLong()
                + " and has no time: none can be addressed");
        return List.of();
      }
      final OptionalLong next =
          i + 1 < listed.size() ? listed.get(i + 1).number("t") : OptionalLong.empty();
      chunks.add(c, next);
    }
    return chunks.runs;
  }

  private void add(Element c, OptionalLong next) throws MalformedManifestException {
    final Run before = runs.isEmpty() ? new Run(0, 0, 1) : runs.getLast();
    final long start = c.number("t").orElse(before.end());
    final long untilNext = next.isPresent() ? next.getAsLong() - start : 0;
    final long repeat = Math.max(1, c.number("r").orElse(1));
    final long duration =
        c.number("d").orElse(untilNext > 0 ? untilNext / repeat : before.duration());
    if (duration <= 0 || start < before.last() + (runs.isEmpty() ? 0 : 1)) {
      warnings.add(c, "it has no duration, or does not come after the one before: left out");
      return;
    }
    if (repeat > MOST - count) {
      throw new MalformedManifestException(
          "more than " + MOST + " fragments of one track", c.line());
    }
    final Run run = new Run(start, duration, repeat);
    if (!run.isWithinTime(timescale)) {
      warnings.add(c, "it ends after the end of time: left out");
      return;
    }
    runs.add(run);
    count += repeat;
  }
}
