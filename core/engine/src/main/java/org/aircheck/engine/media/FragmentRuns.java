package org.aircheck.engine.media;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up the sample durations of a segment's first track (ISO/IEC 14496-12 sections 8.8.7 and
 * 8.8.8). For one segment.
 */
final class FragmentRuns {
  private static final int MOST_SAMPLES = 1 << 20;

  private final byte[] segment;
  private final ByteBuffer all;
  private final Map<Integer, Long> timescales;
  private final Map<Integer, Long> defaults;
  private int track;
  private long first = -1;
  private long duration;
  private long unit;
  private long samples;

  FragmentRuns(byte[] segment, Map<Integer, Long> timescales, Map<Integer, Long> defaults) {
    this.segment = segment;
    this.all = ByteBuffer.wrap(segment);
    this.timescales = timescales;
    this.defaults = defaults;
  }

  Optional<FragmentTimes> times() {
    for (Box moof : Box.in(segment, 0, segment.length, "moof")) {
      for (Box traf : Box.in(segment, moof.from(), moof.to(), "traf")) {
        for (Box tfhd : Box.in(segment, traf.from(), traf.to(), "tfhd")) {
          fragment(traf, tfhd);
        }
      }
    }
    final Long timescale = timescales.get(track);
    return first < 0 || timescale == null || duration <= 0 || samples > MOST_SAMPLES
        ? Optional.empty()
        : Optional.of(new FragmentTimes(first, duration, timescale, unit));
  }

  private void fragment(Box traf, Box tfhd) {
    if (tfhd.from() + 8 > tfhd.to()) {
      return;
    }
    final int id = all.getInt(tfhd.from() + 4);
    if (first >= 0 && id != track) {
      return;
    }
    for (Box tfdt : Box.in(segment, traf.from(), traf.to(), "tfdt")) {
      final boolean wide = tfdt.version(segment) == 1;
      if (first < 0 && tfdt.from() + (wide ? 12 : 8) <= tfdt.to()) {
        first = wide ? all.getLong(tfdt.from() + 4) : all.getInt(tfdt.from() + 4) & 0xFFFFFFFFL;
        track = id;
      }
    }
    final int flags = tfhd.flags(segment);
    final int at = tfhd.from() + 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0);
    final long usual =
        (flags & 0x8) != 0 && at + 4 <= tfhd.to()
            ? all.getInt(at) & 0xFFFFFFFFL
            : defaults.getOrDefault(id, 0L);
    for (Box trun : Box.in(segment, traf.from(), traf.to(), "trun")) {
      run(trun, usual);
    }
  }

  private void run(Box trun, long usual) {
    if (trun.from() + 8 > trun.to()) {
      return;
    }
    final int flags = trun.flags(segment);
    final long count = all.getInt(trun.from() + 4) & 0xFFFFFFFFL;
    samples += count;
    if ((flags & 0x100) == 0) {
      add(usual, Math.min(count, MOST_SAMPLES));
      return;
    }
    final int each = 4 * Integer.bitCount(flags & 0xF00);
    int at = trun.from() + 8 + 4 * Integer.bitCount(flags & 0x5);
    for (long i = 0; i < count && at + each <= trun.to(); i++, at += each) {
      add(all.getInt(at) & 0xFFFFFFFFL, 1);
    }
  }

  private void add(long sample, long times) {
    duration += sample * times;
    unit = gcd(unit, sample);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
