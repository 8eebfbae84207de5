package org.aircheck.engine.media;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * A segment of MPEG-TS (ISO/IEC 13818-1): its timestamps, which can be moved in place, and what
 * describes its video. Whatever the bytes are, it only finds less.
 */
public final class TransportStream {
  private static final int PACKET = 188;
  private static final int SYNC = 0x47;
  private static final long MODULUS = 1L << 33;
  private static final long HALF = MODULUS / 2;

  /** How far into a video's first picture its parameters are looked for, in bytes. */
  private static final int LOOKED_AT = 64 << 10;

  private TransportStream() {}

  /** Hears of each timestamp and may answer another one. */
  private interface Visitor {
    long stamp(int pid, long ticks);
  }

  /**
   * The earliest presentation time among the streams' first ones, in ticks of 90 kHz, as written:
   * 33 bits.
   */
  public static OptionalLong first(byte[] ts) {
    final Map<Integer, Long> firsts = new HashMap<>();
    final Visitor notes =
        (pid, ticks) -> {
          firsts.putIfAbsent(pid, ticks);
          return ticks;
        };
    visit(ts, notes, false);
    // Streams that began on both sides of a wrap: those far ahead are really behind it.
    return firsts.values().stream()
        .mapToLong(Long::longValue)
        .reduce((a, b) -> Math.floorMod(b - a, MODULUS) < HALF ? a : b);
  }

  /**
   * How long a whole segment's media goes on from its first time, in ticks of 90 kHz: to the end of
   * its last picture or its last sound, whichever is later.
   */
  public static OptionalLong length(byte[] ts) {
    final OptionalLong first = first(ts);
    final Map<Integer, NavigableSet<Long>> times = new HashMap<>();
    final Visitor notes =
        (pid, ticks) -> {
          final long since = Math.floorMod(ticks - first.orElse(0), MODULUS);
          times.computeIfAbsent(pid, p -> new TreeSet<>()).add(since < HALF ? since : 0);
          return ticks;
        };
    visit(ts, notes, false);
    return times.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .mapToLong(e ->
            e.getValue().last()
                + AdtsFrames.ticks(lastPes(ts, e.getKey())).orElse(step(e.getValue())))
        .max();
  }

  private static long step(NavigableSet<Long> times) {
    long least = Long.MAX_VALUE;
    for (long time : times.tailSet(times.first(), false)) {
      least = Math.min(least, time - times.lower(time));
    }
    return least;
  }

  /** The payload of a stream's last PES packet, without its header. */
  private static byte[] lastPes(byte[] ts, int wanted) {
    final ByteArrayOutputStream payloads = new ByteArrayOutputStream();
    for (int at = 0; at + PACKET <= ts.length && ts[at] == SYNC; at += PACKET) {
      final int pid = (ts[at + 1] & 0x1F) << 8 | ts[at + 2] & 0xFF;
      int from = payload(ts, at);
      if (pid != wanted || from < 0) {
        continue;
      }
      if ((ts[at + 1] & 0x40) != 0 && isPes(ts, from, at + PACKET)) {
        payloads.reset();
        from = Math.min(at + PACKET, from + 9 + (ts[from + 8] & 0xFF));
      }
      payloads.write(ts, from, at + PACKET - from);
    }
    return payloads.toByteArray();
  }

  /**
   * Numbers the packets on from those before (section 2.4.3.3): a demultiplexer takes what was in
   * front of a break for damaged.
   *
   * @param counters the last number of each stream so far; brought up to date
   */
  public static void number(byte[] ts, Map<Integer, Integer> counters) {
    for (int at = 0; at + PACKET <= ts.length && ts[at] == SYNC; at += PACKET) {
      final int pid = (ts[at + 1] & 0x1F) << 8 | ts[at + 2] & 0xFF;
      final int last = counters.getOrDefault(pid, (ts[at + 3] & 15) - 1);
      final int number = (ts[at + 3] & 0x10) != 0 ? last + 1 & 15 : last & 15;
      ts[at + 3] = (byte) (ts[at + 3] & 0xF0 | number);
      counters.put(pid, number);
    }
  }

  /** Adds to all timestamps and clock references, in ticks of 90 kHz, modulo 33 bits. */
  public static void shift(byte[] ts, long ticks) {
    visit(ts, (pid, stamp) -> Math.floorMod(stamp + ticks, MODULUS), true);
  }

  private static void visit(byte[] ts, Visitor visitor, boolean clocks) {
    for (int at = 0; at + PACKET <= ts.length; at += PACKET) {
      if (ts[at] != SYNC) {
        return;
      }
      final int pid = (ts[at + 1] & 0x1F) << 8 | ts[at + 2] & 0xFF;
      if (clocks) {
        reference(ts, at, visitor);
      }
      final int payload = payload(ts, at);
      final boolean starts = (ts[at + 1] & 0x40) != 0;
      if (starts && payload >= 0 && isPes(ts, payload, at + PACKET)) {
        stamps(ts, payload, at + PACKET, pid, visitor);
      }
    }
  }

  /** Where a packet's payload begins; -1 when it has none. */
  private static int payload(byte[] ts, int at) {
    final int control = ts[at + 3] >> 4 & 3;
    if ((control & 1) == 0) {
      return -1;
    }
    final int payload = at + 4 + ((control & 2) != 0 ? 1 + (ts[at + 4] & 0xFF) : 0);
    return payload < at + PACKET ? payload : -1;
  }

  /** The program clock reference, of which the 33 bits in units of 90 kHz are moved. */
  private static void reference(byte[] ts, int at, Visitor visitor) {
    final boolean field = (ts[at + 3] & 0x20) != 0 && (ts[at + 4] & 0xFF) >= 7;
    if (!field || (ts[at + 5] & 0x10) == 0) {
      return;
    }
    final int p = at + 6;
    final long base =
        (ts[p] & 0xFFL) << 25
            | (ts[p + 1] & 0xFFL) << 17
            | (ts[p + 2] & 0xFFL) << 9
            | (ts[p + 3] & 0xFFL) << 1
            | (ts[p + 4] & 0xFFL) >> 7;
    final long moved = visitor.stamp(-1, base);
    ts[p] = (byte) (moved >> 25);
    ts[p + 1] = (byte) (moved >> 17);
    ts[p + 2] = (byte) (moved >> 9);
    ts[p + 3] = (byte) (moved >> 1);
    ts[p + 4] = (byte) ((moved & 1) << 7 | ts[p + 4] & 0x7F);
  }

  /** Whether a PES packet with an optional header begins there (section 2.4.3.6). */
  private static boolean isPes(byte[] ts, int at, int end) {
    if (at + 9 > end || ts[at] != 0 || ts[at + 1] != 0 || ts[at + 2] != 1) {
      return false;
    }
    final int stream = ts[at + 3] & 0xFF;
    final boolean media = stream >= 0xC0 && stream <= 0xEF || stream == 0xBD || stream == 0xFD;
    return media && (ts[at + 6] & 0xC0) == 0x80;
  }

  private static void stamps(byte[] ts, int at, int end, int pid, Visitor visitor) {
    final int flags = ts[at + 7] >> 6 & 3;
    if (flags >= 2 && at + 14 <= end) {
      put(ts, at + 9, visitor.stamp(pid, get(ts, at + 9)));
    }
    if (flags == 3 && at + 19 <= end) {
      put(ts, at + 14, visitor.stamp(pid, get(ts, at + 14)));
    }
  }

  private static long get(byte[] ts, int p) {
    return (ts[p] & 0x0EL) << 29
        | (ts[p + 1] & 0xFFL) << 22
        | (ts[p + 2] & 0xFEL) << 14
        | (ts[p + 3] & 0xFFL) << 7
        | (ts[p + 4] & 0xFFL) >> 1;
  }

  private static void put(byte[] ts, int p, long ticks) {
    ts[p] = (byte) (ts[p] & 0xF1 | ticks >> 29 & 0x0E);
    ts[p + 1] = (byte) (ticks >> 22);
    ts[p + 2] = (byte) (ticks >> 14 & 0xFE | 1);
    ts[p + 3] = (byte) (ticks >> 7);
    ts[p + 4] = (byte) (ticks << 1 & 0xFE | 1);
  }

  /**
   * The parameters that the first picture's decoder needs: the first sequence parameter set of
   * H.264 or HEVC. Where they differ, resolution or profile do; empty when there is no such video.
   */
  public static Optional<byte[]> videoParameters(byte[] ts) {
    final ByteArrayOutputStream video = new ByteArrayOutputStream();
    int wanted = -1;
    for (int at = 0; at + PACKET <= ts.length && video.size() < LOOKED_AT; at += PACKET) {
      final int pid = (ts[at + 1] & 0x1F) << 8 | ts[at + 2] & 0xFF;
      final int payload = payload(ts, at);
      if (payload < 0) {
        continue;
      }
      final boolean starts = (ts[at + 1] & 0x40) != 0;
      final boolean picture =
          starts && isPes(ts, payload, at + PACKET) && (ts[payload + 3] & 0xF0) == 0xE0;
      if (wanted < 0 && picture) {
        wanted = pid;
      }
      if (pid == wanted) {
        video.write(ts, payload, at + PACKET - payload);
      }
    }
    return parameters(video.toByteArray());
  }

  private static Optional<byte[]> parameters(byte[] stream) {
    for (int at = 0; at + 4 < stream.length; at++) {
      if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1) {
        final boolean avc = (stream[at + 3] & 0x9F) == 7;
        final boolean hevc = (stream[at + 3] >> 1 & 0x3F) == 33 && (stream[at + 3] & 0x81) == 0;
        if (avc || hevc) {
          return Optional.of(Arrays.copyOfRange(stream, at + 3, unitEnd(stream, at + 3)));
        }
      }
    }
    return Optional.empty();
  }

  private static int unitEnd(byte[] stream, int from) {
    int end = from;
    while (end + 2 < stream.length
        && !(stream[end] == 0 && stream[end + 1] == 0 && (stream[end + 2] & 0xFE) == 0)) {
      end++;
    }
    return end + 2 < stream.length ? end : stream.length;
  }
}
