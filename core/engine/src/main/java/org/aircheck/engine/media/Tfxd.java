package org.aircheck.engine.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Fragments of Smooth Streaming, which state their time in a box of their own ([MS-SSTR] section
 * 2.2.4.4) instead of a tfdt, and behind the samples' run. ffmpeg reads the latter only.
 */
public final class Tfxd {
  private static final long ID_FIRST = 0x6D1D9B0542D544E6L;
  private static final long ID_LAST = 0x80E2141DAFF757B2L;
  private static final int TFDT = 20;

  private Tfxd() {}

  /**
   * Writes a tfdt in the place of each tfxd, in front of the run. Nothing changes its size, so the
   * offsets of samples stay right.
   *
   * @param segment changed in place
   * @return whether there was any
   */
  public static boolean toTfdt(byte[] segment) {
    boolean any = false;
    for (Box moof : Box.in(segment, 0, segment.length, "moof")) {
      for (Box traf : Box.in(segment, moof.from(), moof.to(), "traf")) {
        if (Box.in(segment, traf.from(), traf.to(), "tfdt").isEmpty()) {
          any |= rewrite(segment, traf);
        }
      }
    }
    return any;
  }

  private static boolean rewrite(byte[] segment, Box traf) {
    final List<Box> heads = Box.in(segment, traf.from(), traf.to(), "tfhd");
    final Optional<Box> tfxd =
        Box.in(segment, traf.from(), traf.to(), "uuid").stream()
            .filter(uuid -> is(segment, uuid))
            .findFirst();
    if (heads.isEmpty() || tfxd.isEmpty() || tfxd.get().from() < heads.getFirst().to()) {
      return false;
    }
    final long time = time(segment, tfxd.get());
    final int at = heads.getFirst().to();
    final int from = tfxd.get().from() - 8;
    final int size = tfxd.get().to() - from;
    System.arraycopy(segment, at, segment, at + size, from - at);
    ByteBuffer.wrap(segment, at, size)
        .putInt(TFDT)
        .put("tfdt".getBytes(StandardCharsets.US_ASCII))
        .putInt(1 << 24)
        .putLong(time)
        .putInt(size - TFDT)
        .put("free".getBytes(StandardCharsets.US_ASCII))
        .put(new byte[size - TFDT - 8]);
    return true;
  }

  private static boolean is(byte[] segment, Box uuid) {
    final ByteBuffer all = ByteBuffer.wrap(segment);
    if (uuid.from() + 20 > uuid.to()
        || all.getLong(uuid.from()) != ID_FIRST
        || all.getLong(uuid.from() + 8) != ID_LAST) {
      return false;
    }
    return uuid.from() + 20 + (segment[uuid.from() + 16] == 1 ? 16 : 8) <= uuid.to();
  }

  private static long time(byte[] segment, Box tfxd) {
    final ByteBuffer all = ByteBuffer.wrap(segment);
    return segment[tfxd.from() + 16] == 1
        ? all.getLong(tfxd.from() + 20)
        : all.getInt(tfxd.from() + 20) & 0xFFFFFFFFL;
  }
}
