package org.aircheck.engine.merge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.spi.MediaTime;
import org.jspecify.annotations.Nullable;

/** What is missing of a track, as times of the merged files. */
final class Losses {
  /** A hole shorter than this is rounding, in ticks of 90 kHz. */
  private static final long SHORTEST = FragmentedMp4.CLOCK / 10;

  private final Strip strip;
  private final Comparator<RecordedSegment> order;
  private final Media media;
  private final Placement placement;
  private final List<MergeResult.Loss> losses = new ArrayList<>();

  private Losses(Strip strip, Media media, Placement placement) {
    this.strip = strip;
    this.order = strip.order();
    this.media = media;
    this.placement = placement;
  }

  /** Those of all tracks, in the order of time. */
  static List<MergeResult.Loss> of(List<Strip> strips, Media media, Placement placement)
      throws IOException, MergeException {
    final List<MergeResult.Loss> all = new ArrayList<>();
    for (Strip strip : strips) {
      final Losses losses = new Losses(strip, media, placement);
      losses.find();
      all.addAll(losses.losses);
    }
    all.sort(Comparator.comparing(MergeResult.Loss::file).thenComparing(MergeResult.Loss::at));
    return all;
  }

  private void find() throws IOException, MergeException {
    final List<Piece> pieces = strip.pieces();
    final Piece first = pieces.getFirst();
    final long before = between(null, first);
    if (before > 0) {
      add(first, first.first() - before, before);
    }
    for (int i = 1; i < pieces.size(); i++) {
      hole(pieces.get(i - 1), pieces.get(i));
    }
    final long behind = between(pieces.getLast(), null);
    if (behind > 0) {
      add(pieces.getLast(), media.end(pieces.getLast()), behind);
    }
  }

  private void hole(Piece earlier, Piece later) throws IOException, MergeException {
    final long missing = between(earlier, later);
    if (missing == 0 && later.segment().segment().follows(earlier.segment().segment())) {
      return;
    }
    final long end = media.end(earlier);
    final boolean known = earlier.run().equals(later.run());
    final long length = known ? later.first() - end : missing;
    if (length >= SHORTEST) {
      add(earlier, end, length);
    }
  }

  /** How much lost media the session knows of between two pieces, in ticks of 90 kHz. */
  private long between(@Nullable Piece earlier, @Nullable Piece later) {
    return strip.missing().stream()
        .filter(m -> earlier == null || order.compare(m, earlier.segment()) > 0)
        .filter(m -> later == null || order.compare(m, later.segment()) < 0)
        .mapToLong(m -> ticks(m.segment().duration()))
        .sum();
  }

  private static long ticks(MediaTime time) {
    return time.duration().toNanos() / 1000 * 9 / 100;
  }

  private void add(Piece beside, long at, long length) {
    final int file = placement.file(beside);
    if (file >= 0) {
      losses.add(
          new MergeResult.Loss(
              strip.track().track().id(),
              file,
              duration(Math.max(0, at + placement.shift(beside))),
              duration(length)));
    }
  }

  private static Duration duration(long ticks) {
    return Duration.ofNanos(ticks * 100_000 / 9);
  }
}
