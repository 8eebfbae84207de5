package org.aircheck.testkit.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes MPEG-TS segments that are real: PAT and PMT, then four PES packets that decode to black or
 * silence, with PTS and, on the first, PCR. All segments of a rendition share a body; the time
 * stamps and a label, as private data of the first adaptation field, are written into a copy and
 * make each unique. Cheap: an array copy. See ISO/IEC 13818-1, sections 2.4.3 and 2.4.4.
 */
final class TsPackets implements Media {
  private static final int PACKET = 188;
  private static final int FRAMES = 4;
  private static final int TICKS = 90_000;
  private static final long FIRST_PTS = 126_000;
  private static final int LABEL = 112;
  private static final int MEDIA_PID = 0x100;
  private static final int PMT_PID = 0x1000;

  /** Header, length, flags, PCR, length of private data, private data. */
  private static final int ADAPTATION_END = 4 + 1 + 1 + 6 + 1 + LABEL;

  private final byte[] template;
  private final double seconds;
  private final int packetsPerFrame;

  /** {@code seconds}: how long each segment is. */
  TsPackets(Variant variant, double seconds) {
    // A multiple of 16 packets: the four-bit continuity counters go on from one segment to the
    // next.
    final int media = Math.max(16, (variant.segmentBytes() / PACKET - 2) / 16 * 16);
    this.packetsPerFrame = media / FRAMES;
    this.template = new byte[(2 + media) * PACKET];
    this.seconds = seconds;
    table(0, 0, "00b00d0001c100000001f000");
    table(1, PMT_PID, "02b0120001c10000e100f000" + (variant.audio() ? "0f" : "1b") + "e100f000");
    for (int packet = 0; packet < media; packet++) {
      header(2 + packet, MEDIA_PID, packet % packetsPerFrame == 0, packet & 15);
    }
    for (int frame = 0; frame < FRAMES; frame++) {
      frame(frame, variant.audio());
    }
  }

  /** One segment; the label, at most 112 ASCII characters, makes its bytes unique. */
  @Override
  public byte[] segment(String label, int sequence) {
    final byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    if (name.length > LABEL) {
      throw new IllegalArgumentException("too long: " + label);
    }
    final byte[] bytes = template.clone();
    bytes[3] = (byte) (0x10 | (sequence & 15));
    bytes[PACKET + 3] = (byte) (0x10 | (sequence & 15));
    final long begin = FIRST_PTS + Math.round(sequence * seconds * TICKS);
    for (int frame = 0; frame < FRAMES; frame++) {
      stamp(bytes, pes(frame) + 9, begin + Math.round(frame * seconds * TICKS / FRAMES));
    }
    clockReference(bytes, begin - TICKS / 2);
    System.arraycopy(name, 0, bytes, 2 * PACKET + ADAPTATION_END - LABEL, name.length);
    return bytes;
  }

  /** A packet with a whole section, given in hexadecimal without its checksum. */
  private void table(int packet, int pid, String section) {
    final byte[] head = HexFormat.of().parseHex(section);
    header(packet, pid, true, 0);
    final ByteBuffer payload = ByteBuffer.wrap(template, packet * PACKET + 4, PACKET - 4);
    payload.put((byte) 0).put(head).putInt(crc(head));
    Arrays.fill(template, payload.position(), (packet + 1) * PACKET, (byte) 0xFF);
  }

  private void header(int packet, int pid, boolean start, int counter) {
    final ByteBuffer head = ByteBuffer.wrap(template, packet * PACKET, 4);
    head.put((byte) 0x47)
        .putShort((short) ((start ? 0x4000 : 0) | pid))
        .put((byte) (0x10 | counter));
  }

  /** An access unit in a PES packet, with room for its PTS. */
  private void frame(int frame, boolean audio) {
    final int packet = 2 + frame * packetsPerFrame;
    if (frame == 0) {
      // An adaptation field: random access, PCR, private data.
      template[packet * PACKET + 3] |= 0x20;
      template[packet * PACKET + 4] = ADAPTATION_END - 5;
      template[packet * PACKET + 5] = 0x52;
      template[packet * PACKET + 12] = LABEL;
    }
    final int behindLength =
        (packet + packetsPerFrame) * PACKET - pes(frame) - 4 * (packetsPerFrame - 1) - 6;
    // Only video may leave the length open.
    final int length = audio && behindLength <= 0xFFFF ? behindLength : 0;
    final ByteBuffer pes = ByteBuffer.wrap(template, pes(frame), 9);
    pes.putInt(audio ? 0x1C0 : 0x1E0).putShort((short) length);
    pes.put((byte) 0x80).put((byte) 0x80).put((byte) 5);
    final int size = behindLength - 8;
    spread(
        audio ? Essence.silence(seconds / FRAMES, size) : Essence.picture(frame, size),
        pes(frame) + 14);
  }

  /** Copies a payload into packets, from the middle of one on, around the headers of the others. */
  private void spread(byte[] payload, int at) {
    int done = 0;
    int to = at;
    while (done < payload.length) {
      final int room = Math.min(PACKET - to % PACKET, payload.length - done);
      System.arraycopy(payload, done, template, to, room);
      done += room;
      to += room + 4;
    }
  }

  /** Where the PES header of a frame begins. */
  private int pes(int frame) {
    return (2 + frame * packetsPerFrame) * PACKET + (frame == 0 ? ADAPTATION_END : 4);
  }

  private static void stamp(byte[] bytes, int at, long ticks) {
    final long pts = ticks & 0x1_FFFF_FFFFL;
    bytes[at] = (byte) (0x21 | (pts >> 29 & 0x0E));
    bytes[at + 1] = (byte) (pts >> 22);
    bytes[at + 2] = (byte) (1 | (pts >> 14 & 0xFE));
    bytes[at + 3] = (byte) (pts >> 7);
    bytes[at + 4] = (byte) (1 | (pts << 1 & 0xFE));
  }

  private static void clockReference(byte[] bytes, long ticks) {
    final long base = ticks & 0x1_FFFF_FFFFL;
    final ByteBuffer pcr = ByteBuffer.wrap(bytes, 2 * PACKET + 6, 6);
    pcr.putInt((int) (base >> 1)).put((byte) ((base & 1) << 7 | 0x7E)).put((byte) 0);
  }

  /** The checksum of sections. See ISO/IEC 13818-1, annex A. */
  private static int crc(byte[] section) {
    int crc = -1;
    for (byte b : section) {
      crc ^= b << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0x04C1_1DB7 : 0);
      }
    }
    return crc;
  }
}
