package org.aircheck.vod;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * One pass of a track: its segments one after the other, in whole microseconds from the pass's
 * beginning. Immutable.
 */
final class Reel {
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000);

  private final List<Segment> segments;
  private final long[] ends;

  Reel(Track track) {
    this.segments = track.segments();
    this.ends = ends(segments);
  }

  /**
   * Where each segment ends. Durations are added up in their own ticks as long as they have the
   * same: rounding each for itself would let the tracks slip within a pass.
   */
  private static long[] ends(List<Segment> segments) {
    final long[] ends = new long[segments.size()];
    long begun = 0;
    long timescale = 1;
    BigInteger ticks = BigInteger.ZERO;
    for (int i = 0; i < ends.length; i++) {
      final MediaTime duration = segments.get(i).duration();
      if (duration.timescale() != timescale) {
        begun = i == 0 ? 0 : ends[i - 1];
        timescale = duration.timescale();
        ticks = BigInteger.ZERO;
      }
      ticks = ticks.add(BigInteger.valueOf(Math.max(0, duration.ticks())));
      ends[i] = Math.addExact(begun, micros(ticks, timescale));
    }
    return ends;
  }

  private static long micros(BigInteger ticks, long timescale) {
    final BigInteger scale = BigInteger.valueOf(timescale);
    return ticks.multiply(SECOND).add(scale.shiftRight(1)).divide(scale).longValueExact();
  }

  int size() {
    return ends.length;
  }

  long length() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  Segment segment(int i) {
    return segments.get(i);
  }

  long start(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  long end(int i) {
    return ends[i];
  }

  long duration(int i) {
    return end(i) - start(i);
  }

  long longest() {
    long longest = 0;
    for (int i = 0; i < ends.length; i++) {
      longest = Math.max(longest, duration(i));
    }
    return longest;
  }

  /** How many segments are complete so far into the pass. */
  int complete(long into) {
    final int found = Arrays.binarySearch(ends, into);
    int count = found < 0 ? -found - 1 : found;
    while (count < ends.length && ends[count] <= into) {
      count++; // some may have no length
    }
    return count;
  }
}
