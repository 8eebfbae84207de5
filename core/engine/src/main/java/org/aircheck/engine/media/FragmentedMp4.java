package org.aircheck.engine.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final byte[] descriptions;

  /** A box's content. */
  private record Box(String type, int from, int to) {}

  /** Reads an initialization section. */
  public FragmentedMp4(byte[] initialization) {
    final List<byte[]> found = new ArrayList<>();
    for (Box moov : boxes(initialization, 0, initialization.length, "moov")) {
      for (Box trak : boxes(initialization, moov.from(), moov.to(), "trak")) {
        track(initialization, trak, found);
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
    for (Box tkhd : boxes(bytes, trak.from(), trak.to(), "tkhd")) {
      final int id = tkhd.from() + (version(bytes, tkhd) == 1 ? 20 : 12);
      for (Box mdia : boxes(bytes, trak.from(), trak.to(), "mdia")) {
        for (Box mdhd : boxes(bytes, mdia.from(), mdia.to(), "mdhd")) {
          final int scale = mdhd.from() + (version(bytes, mdhd) == 1 ? 20 : 12);
          if (id + 4 <= tkhd.to() && scale + 4 <= mdhd.to()) {
            timescales.put(all.getInt(id), Math.max(1, all.getInt(scale) & 0xFFFFFFFFL));
          }
        }
        for (Box stsd : path(bytes, mdia, "minf", "stbl", "stsd")) {
          found.add(Arrays.copyOfRange(bytes, stsd.from(), stsd.to()));
        }
      }
    }
  }

  /** What the section says of its streams' coding; where it differs, resolution or codec do. */
  public byte[] descriptions() {
    return descriptions.clone();
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

  /** Where a track fragment's decode time is written. */
  private record Fragment(int at, boolean wide, long timescale) {}

  private List<Fragment> fragments(byte[] segment) {
    final List<Fragment> fragments = new ArrayList<>();
    final ByteBuffer all = ByteBuffer.wrap(segment);
    for (Box moof : boxes(segment, 0, segment.length, "moof")) {
      for (Box traf : boxes(segment, moof.from(), moof.to(), "traf")) {
        long timescale = timescales.size() == 1 ? timescales.values().iterator().next() : 0;
        for (Box tfhd : boxes(segment, traf.from(), traf.to(), "tfhd")) {
          if (tfhd.from() + 8 <= tfhd.to()) {
            timescale = timescales.getOrDefault(all.getInt(tfhd.from() + 4), timescale);
          }
        }
        for (Box tfdt : boxes(segment, traf.from(), traf.to(), "tfdt")) {
          final boolean wide = version(segment, tfdt) == 1;
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

  private static int version(byte[] bytes, Box box) {
    return box.from() < box.to() ? bytes[box.from()] : 0;
  }

  private static List<Box> path(byte[] bytes, Box outer, String... types) {
    List<Box> level = List.of(outer);
    for (String type : types) {
      level = level.stream().flatMap(b -> boxes(bytes, b.from(), b.to(), type).stream()).toList();
    }
    return level;
  }

  /** The boxes of a type among those that lie side by side (section 4.2). */
  private static List<Box> boxes(byte[] bytes, int from, int to, String wanted) {
    final List<Box> boxes = new ArrayList<>();
    final ByteBuffer all = ByteBuffer.wrap(bytes);
    int at = from;
    while (at + 8 <= to && boxes.size() < 1 << 16) {
      long size = all.getInt(at) & 0xFFFFFFFFL;
      int head = 8;
      if (size == 1 && at + 16 <= to) {
        size = all.getLong(at + 8);
        head = 16;
      } else if (size == 0) {
        size = to - at;
      }
      if (size < head || size > to - at) {
        break;
      }
      final String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (type.equals(wanted)) {
        boxes.add(new Box(type, at + head, (int) (at + size)));
      }
      at += (int) size;
    }
    return boxes;
  }
}
