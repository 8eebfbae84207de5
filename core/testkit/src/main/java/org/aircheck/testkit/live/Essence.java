package org.aircheck.testkit.live;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Elementary streams that decoders accept, of any size: a black picture, silence, and stuffing. */
final class Essence {
  /** Sequence and picture parameters of 64x36 pixels, Baseline, four pictures a second. */
  private static final byte[] PARAMETERS =
      hex(
          "0000000109f0000000016742c00adc47f9f011000003000100000300080f12278000000001"
              + "68ce0f2c8000000001");

  /** Two black IDR pictures; neighbours must differ in idr_pic_id. See ISO/IEC 14496-10, 7.4.3. */
  private static final byte[][] PICTURES = {
    hex("65888404bc98a00038a32727275d75d75d75d780"),
    hex("658882017fffffc3d1400055e7c9c9c9d75d75d75d75e0")
  };

  /** One mono frame of silence without its ADTS header. */
  private static final byte[] SILENCE = hex("01182007");

  private static final int ADTS_HEADER = 7;
  private static final int ADTS_LIMIT = 8_000;
  private static final double AAC_SECONDS = 1024 / 48_000.0;

  private Essence() {}

  /** An access unit of H.264, filled up with a filler data NAL unit (type 12). */
  static byte[] picture(int number, int length) {
    final ByteBuffer unit = ByteBuffer.allocate(length);
    unit.put(PARAMETERS).put(PICTURES[number % 2]).putInt(1).put((byte) 0x0C);
    while (unit.remaining() > 1) {
      unit.put((byte) 0xFF);
    }
    return unit.put((byte) 0x80).array();
  }

  /**
   * AAC frames in ADTS, 48 kHz mono, each filled up with zeros behind its content.
   *
   * @param seconds about how much audio; more when the length can't be filled with that
   */
  static byte[] silence(double seconds, int length) {
    final int fitting = length / (ADTS_HEADER + SILENCE.length);
    final int wanted = Math.max(1, (int) (seconds / AAC_SECONDS));
    final int frames = Math.max(Math.min(wanted, fitting), (length + ADTS_LIMIT - 1) / ADTS_LIMIT);
    final ByteBuffer stream = ByteBuffer.allocate(length);
    for (int frame = 0; frame < frames; frame++) {
      final int begin = (int) ((long) length * frame / frames);
      final int size = (int) ((long) length * (frame + 1) / frames) - begin;
      stream.position(begin);
      stream.put((byte) 0xFF).put((byte) 0xF1).put((byte) 0x4C).put((byte) (0x40 | size >> 11));
      stream.put((byte) (size >> 3)).put((byte) ((size & 7) << 5 | 0x1F)).put((byte) 0xFC);
      stream.put(SILENCE);
    }
    return stream.array();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
