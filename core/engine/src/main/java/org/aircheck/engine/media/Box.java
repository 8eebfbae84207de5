package org.aircheck.engine.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a box of ISO base media (ISO/IEC 14496-12 section 4.2), as a part of some bytes.
 */
record Box(String type, int from, int to) {

  /** The version of a full box. */
  int version(byte[] bytes) {
    return from < to ? bytes[from] : 0;
  }

  /** The flags of a full box. */
  int flags(byte[] bytes) {
    return from + 4 <= to ? ByteBuffer.wrap(bytes).getInt(from) & 0xFFFFFF : 0;
  }

  /** The boxes that a path of types leads to. */
  static List<Box> path(byte[] bytes, Box outer, String... types) {
    List<Box> level = List.of(outer);
    for (String type : types) {
      level = level.stream().flatMap(b -> in(bytes, b.from(), b.to(), type).stream()).toList();
    }
    return level;
  }

  /** The boxes of a type among those that lie side by side (section 4.2). */
  static List<Box> in(byte[] bytes, int from, int to, String wanted) {
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
