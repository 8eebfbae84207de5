package org.aircheck.smooth;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * The box in which a live fragment tells of those after it: TfrfBox ([MS-SSTR] section 2.2.4.5).
 * Whatever the bytes are, it only finds less.
 */
final class Tfrf {
  private static final long ID_FIRST = 0xD4807EF2CA394695L;
  private static final long ID_LAST = 0x8E5426CB9E46A79FL;
  private static final int UUID = 0x75756964;
  private static final int MOOF = 0x6D6F6F66;
  private static final int TRAF = 0x74726166;

  /** Servers look a few fragments ahead; no traf has as many boxes either. */
  private static final int MOST = 16;

  private Tfrf() {}

  /** The fragments after one. */
  static List<Segment> after(Track track, Segment segment, byte[] bytes) {
    final Optional<Addressing> addressing = track.addressing();
    final List<Segment> told = new ArrayList<>();
    if (addressing.isPresent()) {
      final ByteBuffer all = ByteBuffer.wrap(bytes);
      boxes(all, 0, bytes.length, MOOF)
          .forEach(moof ->
              boxes(all, moof.from, moof.to, TRAF)
                  .forEach(traf ->
                      boxes(all, traf.from, traf.to, UUID)
                          .forEach(uuid -> read(all, uuid, segment, addressing.get(), told))));
    }
    return told;
  }

  /** A box's content. */
  private record Box(int from, int to) {}

  private static List<Box> boxes(ByteBuffer all, int from, int to, int type) {
    final List<Box> found = new ArrayList<>();
    int at = from;
    while (at + 8 <= to && found.size() < MOST) {
      final long size = all.getInt(at) & 0xFFFFFFFFL;
      if (size < 8 || size > to - at) {
        break; // also sizes of 64 bits, which no fragment's boxes need but mdat
      }
      if (all.getInt(at + 4) == type) {
        found.add(new Box(at + 8, at + (int) size));
      }
      at += (int) size;
    }
    return found;
  }

  private static void read(
      ByteBuffer all, Box uuid, Segment like, Addressing addressing, List<Segment> told) {
    final int head = uuid.from + 16;
    if (head + 5 > uuid.to
        || all.getLong(uuid.from) != ID_FIRST
        || all.getLong(uuid.from + 8) != ID_LAST) {
      return;
    }
    final boolean wide = all.get(head) == 1;
    final int count = all.get(head + 4) & 0xFF;
    final int each = wide ? 16 : 8;
    for (int i = 0; i < count && head + 5 + (i + 1) * each <= uuid.to && told.size() < MOST; i++) {
      final int at = head + 5 + i * each;
      final long time = wide ? all.getLong(at) : all.getInt(at) & 0xFFFFFFFFL;
      final long duration = wide ? all.getLong(at + 8) : all.getInt(at + 4) & 0xFFFFFFFFL;
      final Segment before = told.isEmpty() ? like : told.getLast();
      if (time > before.sequence()
          && duration > 0
          && new Run(time, duration, 1).isWithinTime(addressing.timescale())) {
        told.add(
            like.toBuilder()
                .sequence(time)
                .uri(addressing.at(time))
                .start(new MediaTime(time, addressing.timescale()))
                .duration(new MediaTime(duration, addressing.timescale()))
                .build());
      }
    }
  }
}
