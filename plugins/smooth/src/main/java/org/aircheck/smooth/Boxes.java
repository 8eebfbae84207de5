package org.aircheck.smooth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes ISO base media boxes (ISO/IEC 14496-12 section 4.2). Used by one thread. */
final class Boxes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A box with other boxes, or bytes, in it. */
  static byte[] box(String type, byte[]... content) {
    final Boxes box = new Boxes();
    int size = 8;
    for (byte[] part : content) {
      size += part.length;
    }
    box.int32(size).text(type);
    for (byte[] part : content) {
      box.bytes(part);
    }
    return box.written();
  }

  /** Version and flags, which full boxes begin with. */
  static Boxes full(int version, int flags) {
    return new Boxes().int32(version << 24 | flags);
  }

  Boxes int8(int value) {
    out.write(value);
    return this;
  }

  Boxes int16(int value) {
    return int8(value >> 8).int8(value);
  }

  Boxes int32(long value) {
    return int16((int) (value >> 16)).int16((int) value);
  }

  Boxes zeros(int count) {
    return bytes(new byte[count]);
  }

  Boxes hex(String digits) {
    return bytes(HexFormat.of().parseHex(digits));
  }

  Boxes text(String letters) {
    return bytes(letters.getBytes(StandardCharsets.US_ASCII));
  }

  Boxes bytes(byte[] more) {
    out.writeBytes(more);
    return this;
  }

  byte[] written() {
    return out.toByteArray();
  }
}
