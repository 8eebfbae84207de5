package org.aircheck.engine.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Checksum;

/**
 * Packed audio (RFC 8216 section 3.4) as a transport stream: the frames are the same, each with its
 * time, which in packed audio only the first one has.
 */
public final class PackedAudio {
  private static final byte[] OWNER =
      "com.apple.streaming.transportStreamTimestamp\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PACKET = 188;
  private static final int PROGRAM_MAP = 0x1000;
  private static final int SOUND = 0x101;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int counter;

  private PackedAudio() {}

  /** Whether a segment's first bytes are packed audio in ADTS frames. */
  public static boolean isPacked(byte[] head) {
    final int at = Id3.end(head);
    return at + 2 <= head.length && head[at] == (byte) 0xFF && (head[at + 1] & 0xF6) == 0xF0;
  }

  /** The same sound as a transport stream; of a segment's beginning, the frames that are whole. */
  public static byte[] transportStream(byte[] packed) {
    final PackedAudio stream = new PackedAudio();
    stream.table(0, new byte[] {0, 0, 1, (byte) 0xC1, 0, 0, 0, 1, (byte) 0xF0, 0});
    stream.table(
        PROGRAM_MAP,
        new byte[] {
          2,
          0,
          1,
          (byte) 0xC1,
          0,
          0,
          (byte) 0xE1,
          1,
          (byte) 0xF0,
          0,
          0x0F,
          (byte) 0xE1,
          1,
          (byte) 0xF0,
          0
        });
    final int start = Id3.end(packed);
    final long first = time(packed, start);
    long samples = 0;
    int at = start;
    for (int length = AdtsFrames.length(packed, at);
        length > 0 && at + length <= packed.length;
        length = AdtsFrames.length(packed, at)) {
      final long ticks = samples * FragmentedMp4.CLOCK / AdtsFrames.rate(packed, at);
      stream.frame(packed, at, length, first + ticks & 0x1FFFFFFFFL);
      samples += AdtsFrames.samples(packed, at);
      at += length;
    }
    return stream.out.toByteArray();
  }

  /** The time of the first frame, in ticks of 90 kHz; 0 when the tag doesn't say. */
  private static long time(byte[] packed, int end) {
    for (int at = 0; at + OWNER.length + 8 <= end; at++) {
      if (Arrays.equals(packed, at, at + OWNER.length, OWNER, 0, OWNER.length)) {
        return ByteBuffer.wrap(packed).getLong(at + OWNER.length) & 0x1FFFFFFFFL;
      }
    }
    return 0;
  }

  /** A table in a packet of its own (ISO/IEC 13818-1 section 2.4.4). */
  private void table(int pid, byte[] content) {
    final byte[] packet = new byte[PACKET];
    Arrays.fill(packet, (byte) 0xFF);
    packet[0] = 0x47;
    packet[1] = (byte) (0x40 | pid >> 8);
    packet[2] = (byte) pid;
    packet[3] = 0x10;
    packet[4] = 0;
    final int length = content.length - 1 + 4; // behind the length, with the checksum
    packet[5] = content[0];
    packet[6] = (byte) (0xB0 | length >> 8);
    packet[7] = (byte) length;
    System.arraycopy(content, 1, packet, 8, content.length - 1);
    final int end = 8 + content.length - 1;
    final Checksum crc = new Mpeg2Crc();
    crc.update(packet, 5, end - 5);
    ByteBuffer.wrap(packet).putInt(end, (int) crc.getValue());
    out.writeBytes(packet);
  }

  /** A frame as a packet of its stream, in as many packets of the transport as it takes. */
  private void frame(byte[] packed, int at, int length, long time) {
    final ByteBuffer pes = ByteBuffer.allocate(14 + length);
    pes.putInt(0x1C0).putShort((short) (8 + length)).put(new byte[] {(byte) 0x80, (byte) 0x80, 5});
    pes.put((byte) (0x21 | time >> 29 & 0xE));
    pes.putShort((short) (time >> 14 & 0xFFFE | 1)).putShort((short) (time << 1 & 0xFFFE | 1));
    pes.put(packed, at, length);
    final byte[] bytes = pes.array();
    for (int from = 0; from < bytes.length; ) {
      final int count = Math.min(PACKET - 4, bytes.length - from);
      final int stuffing = PACKET - 4 - count;
      final byte[] packet = new byte[PACKET];
      packet[0] = 0x47;
      packet[1] = (byte) ((from == 0 ? 0x40 : 0) | SOUND >> 8);
      packet[2] = (byte) SOUND;
      packet[3] = (byte) ((stuffing > 0 ? 0x30 : 0x10) | counter++ & 15);
      if (stuffing > 0) {
        Arrays.fill(packet, 4, 4 + stuffing, (byte) 0xFF);
        packet[4] = (byte) (stuffing - 1);
        if (stuffing > 1) {
          packet[5] = 0;
        }
      }
      System.arraycopy(bytes, from, packet, 4 + stuffing, count);
      out.writeBytes(packet);
      from += count;
    }
  }

  /** The checksum of tables (ISO/IEC 13818-1 annex A), which the JDK does not have. */
  private static final class Mpeg2Crc implements Checksum {
    private int value = -1;

    @Override
    public void update(int b) {
      value ^= b << 24;
      for (int i = 0; i < 8; i++) {
        value = value < 0 ? value << 1 ^ 0x04C11DB7 : value << 1;
      }
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; i++) {
        update(bytes[i]);
      }
    }

    @Override
    public long getValue() {
      return value;
    }

    @Override
    public void reset() {
      value = -1;
    }
  }
}
