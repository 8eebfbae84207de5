package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Warning;

/**
 * When the fragments of a stream are ([MS-SSTR] section 2.2.2.6): each has a start or begins where
 * the one before ends, each has a duration or lasts until the next begins.
 */
final class Chunks {
  /** Of one stream; three days of one-second fragments are a quarter of it. */
  private static final int MOST = 1_000_000;

  private final List<Chunk> chunks = new ArrayList<>();
  private final List<Warning> warnings;

  /**
   * One fragment.
   *
   * @param time its start, in the stream's ticks
   * @param duration in the same, positive
   */
  record Chunk(long time, long duration) {}

  private Chunks(List<Warning> warnings) {
    this.warnings = warnings;
  }

  /** Those that a stream lists, in order. */
  static List<Chunk> of(Element stream, List<Warning> warnings) throws MalformedManifestException {
    final Chunks chunks = new Chunks(warnings);
    final List<Element> listed = stream.all("c");
    for (int i = 0; i < listed.size(); i++) {
      final Element c = listed.get(i);
      if (i == 0 && c.number("t").isEmpty() && c.number("n").orElse(0) > 0) {
        // ffmpeg's last manifest of a channel whose window has moved: it no longer says when.
        chunks.warn(
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
    return chunks.chunks;
  }

  private void add(Element c, OptionalLong next) throws MalformedManifestException {
    final Chunk before = chunks.isEmpty() ? new Chunk(0, 0) : chunks.getLast();
    final long start = c.number("t").orElse(before.time() + before.duration());
    final long untilNext = next.isPresent() ? next.getAsLong() - start : 0;
    final long repeat = Math.max(1, c.number("r").orElse(1));
    final long duration =
        c.number("d").orElse(untilNext > 0 ? untilNext / repeat : before.duration());
    if (duration <= 0 || start < before.time() + (chunks.isEmpty() ? 0 : 1)) {
      warn(c, "it has no duration, or does not come after the one before: left out");
      return;
    }
    if (repeat > MOST - chunks.size()) {
      throw new MalformedManifestException("more than " + MOST + " fragments", c.line());
    }
    if (duration > (Long.MAX_VALUE - start) / repeat) {
      warn(c, "it ends after the end of time: left out");
      return;
    }
    for (long i = 0; i < repeat; i++) {
      chunks.add(new Chunk(start + i * duration, duration));
    }
  }

  private void warn(Element c, String what) {
    if (warnings.size() < 100) {
      warnings.add(new Warning(c.line(), what));
    }
  }
}
