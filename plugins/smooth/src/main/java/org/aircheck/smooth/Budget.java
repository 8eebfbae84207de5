package org.aircheck.smooth;

import java.util.List;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MalformedManifestException;

/**
 * What a manifest's tracks come to, counted before they are made: a line of it can stand for a
 * hundred thousand fragments. For one manifest.
 */
final class Budget {
  private static final int MOST_LEVELS = 500;

  /** A day of two-second fragments in eleven tracks. */
  private static final int MOST_FRAGMENTS = 500_000;

  /** Of all fragments' addresses. */
  private static final int MOST_LETTERS = 200_000_000;

  private int levels;
  private long fragments;
  private long letters;

  /** Takes in a quality level, whether it becomes a track or not. */
  void level(Element level) throws MalformedManifestException {
    if (++levels > MOST_LEVELS) {
      throw new MalformedManifestException(
          "more than " + MOST_LEVELS + " quality levels", level.line());
    }
  }

  /** Takes in a level's fragments. */
  void fragments(Element level, List<Run> runs, Addressing addressing)
      throws MalformedManifestException {
    final long count = runs.stream().mapToLong(Run::count).sum();
    fragments += count;
    if (fragments > MOST_FRAGMENTS) {
      throw new MalformedManifestException(
          "more than " + MOST_FRAGMENTS + " fragments", level.line());
    }
    letters += count * Template.longest(addressing);
    if (letters > MOST_LETTERS) {
      throw new MalformedManifestException(
          "addresses of more than " + MOST_LETTERS + " characters", level.line());
    }
  }
}
