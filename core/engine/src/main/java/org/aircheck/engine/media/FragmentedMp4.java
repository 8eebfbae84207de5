package org.aircheck.engine.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Fragments of ISO base media (ISO/IEC 14496-12): their decode times, which can be moved in place,
 * by the timescales of an initialization section. Whatever the bytes are, it only finds less.
 * Immutable.
 */
public final class FragmentedMp4 {
  /** The clock that all times are given in: ticks of 90 kHz, as in MPEG-TS. */
  public static final long CLOCK = 90_000;

  private final Map<Integer, Long> timescales = new HashMap<>();

  /** How long a track's samples are when neither a fragment nor a run says. */
  private final Map<Integer, Long> defaults = new HashMap<>();

  private final byte[] descriptions;

  /** Reads an initialization section. */
  public FragmentedMp4(byte[] initialization) {
    final List<byte[]> found = new ArrayList<>();
    for (Box moov : Box.in(initialization, 0, initialization.length, "moov")) {
      for (Box trak : Box.in(initialization, moov.from(), moov.to(), "trak")) {
        track(initialization, trak, found);
      }
      for (Box trex : Box.path(initialization, moov, "mvex", "trex")) {
        if (trex.from() + 16 <= trex.to()) {
          final ByteBuffer all = ByteBuffer.wrap(initialization);
          defaults.put(all.getInt(trex.from() + 4), all.getInt(trex.from() + 12) & 0xFFFFFFFFL);
        }
      }
    }
    this.descriptions =
        found.stream()
            .reduce(
                new byte[0],
                (a, b) -> {
                  final byte[] both = Arrays.copyOf(a, a.length + b.length);
                  System.arraycopy(b, 0, both, a.length, b.length);
                  return both;
                });
  }

  private void track(byte[] bytes, Box trak, List<byte[]> found) {
    final ByteBuffer all = ByteBuffer.wrap(bytes);
    for (Box tkhd : Box.in(bytes, trak.from(), trak.to(), "tkhd")) {
      final int id = tkhd.from() + (tkhd.version(bytes) == 1 ? 20 : 12);
      for (Box mdia : Box.in(bytes, trak.from(), trak.to(), "mdia")) {
        for (Box mdhd : Box.in(bytes, mdia.from(), mdia.to(), "mdhd")) {
          final int scale = mdhd.from() + (mdhd.version(bytes) == 1 ? 20 : 12);
          if (id + 4 <= tkhd.to() && scale + 4 <= mdhd.to()) {
            timescales.put(all.getInt(id), Math.max(1, all.getInt(scale) & 0xFFFFFFFFL));
            found.add(Arrays.copyOfRange(bytes, scale, scale + 4));
          }
        }
        for (Box stsd : Box.path(bytes, mdia, "minf", "stbl", "stsd")) {
          found.add(Arrays.copyOfRange(bytes, stsd.from(), stsd.to()));
        }
      }
    }
  }

  /** What the section says of its streams' coding; where it differs, resolution or codec do. */
  public byte[] descriptions() {
    return descriptions.clone();
  }

  /**
   * The id of the key that samples are encrypted with, hexadecimal (ISO/IEC 23001-7 section 8.2);
   * empty when they are clear.
   */
  public Optional<String> keyId() {
    final String text = new String(descriptions, StandardCharsets.ISO_8859_1);
    final int at = text.indexOf("tenc");
    final int id = at + 12;
    return at < 0 || id + 16 > descriptions.length || descriptions[at + 10] == 0
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(descriptions, id, id + 16));
  }

  /** When the first of a segment's tracks begins, and how long it is; empty when it doesn't say. */
  public Optional<FragmentTimes> times(byte[] segment) {
    return new FragmentRuns(segment, timescales, defaults).times();
  }

  /** The earliest decode time of a segment's tracks, in ticks of 90 kHz. */
  public OptionalLong first(byte[] segment) {
    long first = Long.MAX_VALUE;
    final ByteBuffer all = ByteBuffer.wrap(segment);
    for (Fragment fragment : fragments(segment)) {
      final long time =
          fragment.wide() ? all.getLong(fragment.at()) : all.getInt(fragment.at()) & 0xFFFFFFFFL;
      first = Math.min(first, scaled(time, CLOCK, fragment.timescale()));
    }
    return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
  }

  /**
   * Adds to all decode times.
   *
   * @param ticks of 90 kHz, rounded to those of each track
   * @return whether all could take it: a 32-bit time is full after a while
   */
  public boolean shift(byte[] segment, long ticks) {
    final ByteBuffer all = ByteBuffer.wrap(segment);
    adopt(segment);
    for (Fragment fragment : fragments(segment)) {
      final long added = scaled(ticks, fragment.timescale(), CLOCK);
      if (fragment.wide()) {
        all.putLong(fragment.at(), all.getLong(fragment.at()) + added);
      } else {
        final long time = (all.getInt(fragment.at()) & 0xFFFFFFFFL) + added;
        if (time < 0 || time > 0xFFFFFFFFL) {
          return false;
        }
        all.putInt(fragment.at(), (int) time);
      }
    }
    return true;
  }

  /**
   * Gives a section's only track the fragments whatever track they say they are of: those of Smooth
   * Streaming have numbers that no section tells.
   */
  private void adopt(byte[] segment) {
    if (timescales.size() != 1) {
      return;
    }
    final int track = timescales.keySet().iterator().next();
    for (Box moof : Box.in(segment, 0, segment.length, "moof")) {
      final List<Box> fragments = Box.in(segment, moof.from(), moof.to(), "traf");
      for (Box tfhd : Box.path(segment, moof, "traf", "tfhd")) {
        if (fragments.size() == 1 && tfhd.from() + 8 <= tfhd.to()) {
          ByteBuffer.wrap(segment).putInt(tfhd.from() + 4, track);
        }
      }
    }
  }

  /** Where a track fragment's decode time is written. */
  private record Fragment(int at, boolean wide, long timescale) {}

  private List<Fragment> fragments(byte[] segment) {
    final List<Fragment> fragments = new ArrayList<>();
    final ByteBuffer all = ByteBuffer.wrap(segment);
    for (Box moof : Box.in(segment, 0, segment.length, "moof")) {
      for (Box traf : Box.in(segment, moof.from(), moof.to(), "traf")) {
        long timescale = timescales.size() == 1 ? timescales.values().iterator().next() : 0;
        for (Box tfhd : Box.in(segment, traf.from(), traf.to(), "tfhd")) {
          if (tfhd.from() + 8 <= tfhd.to()) {
            timescale = timescales.getOrDefault(all.getInt(tfhd.from() + 4), timescale);
          }
        }
        for (Box tfdt : Box.in(segment, traf.from(), traf.to(), "tfdt")) {
          final boolean wide = tfdt.version(segment) == 1;
          if (timescale > 0 && tfdt.from() + (wide ? 12 : 8) <= tfdt.to()) {
            fragments.add(new Fragment(tfdt.from() + 4, wide, timescale));
          }
        }
      }
    }
    return fragments;
  }

  private static long scaled(long ticks, long to, long from) {
    final long whole = Math.floorDiv(ticks, from);
    final long rest = Math.floorMod(ticks, from);
    return whole * to + (rest * to + from / 2) / from;
  }
}
