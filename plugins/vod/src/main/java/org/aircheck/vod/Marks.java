package org.aircheck.vod;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a pass of a track has discontinuities, in such a way that all tracks have as many: a
 * segment's discontinuity number must be the same in each rendition for the same content
 * (draft-pantos-hls-rfc8216bis section 6.2.4).
 */
final class Marks {
  private Marks() {}

  /** When a pass's own discontinuities are, by the track that has most of them. */
  static List<Long> of(Iterable<Reel> reels) {
    List<Long> most = List.of();
    for (Reel reel : reels) {
      final List<Long> own = new ArrayList<>();
      for (int i = 1; i < reel.size(); i++) {
        if (reel.segment(i).discontinuity()) {
          own.add(reel.start(i));
        }
      }
      most = own.size() > most.size() ? own : most;
    }
    return most;
  }

  /**
   * How many discontinuities a pass has up to and with each of a track's segments, without the one
   * at its beginning. A track that has others than the rest, such as subtitles that have none, gets
   * those of the rest at the segments that begin nearest.
   */
  static int[] count(Reel reel, List<Long> all) {
    final int[] counts = new int[reel.size()];
    int own = 0;
    for (int i = 1; i < counts.length; i++) {
      own += reel.segment(i).discontinuity() ? 1 : 0;
      counts[i] = own;
    }
    if (own == all.size()) {
      return counts;
    }
    int passed = 0;
    for (int i = 1; i < counts.length; i++) {
      while (passed < all.size() && all.get(passed) <= reel.start(i) + reel.duration(i) / 2) {
        passed++;
      }
      counts[i] = passed;
    }
    return counts;
  }
}
