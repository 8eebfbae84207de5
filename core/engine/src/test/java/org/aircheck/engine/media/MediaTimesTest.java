package org.aircheck.engine.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaTimesTest {
  private static final int PACKET = 188;
  private static final long WRAP = 1L << 33;

  /** A packet that begins a PES packet with a presentation time. */
  private static byte[] packet(long pts) {
    final byte[] packet = new byte[PACKET];
    packet[0] = 0x47;
    packet[1] = 0x41;
    packet[3] = 0x10;
    packet[6] = 1;
    packet[7] = (byte) 0xE0;
    packet[10] = (byte) 0x80;
    packet[11] = (byte) 0x80;
    packet[12] = 5;
    packet[13] = (byte) (0x21 | pts >> 29 & 0x0E);
    packet[14] = (byte) (pts >> 22);
    packet[15] = (byte) (pts >> 14 & 0xFE | 1);
    packet[16] = (byte) (pts >> 7);
    packet[17] = (byte) (pts << 1 & 0xFE | 1);
    return packet;
  }

  @Test
  void timestamps_of_33_bits_are_read_and_moved_over_their_wrap() {
    for (long pts : new long[] {0, 1, 90_000, 126_000, WRAP / 2, WRAP - 1}) {
      final byte[] packet = packet(pts);
      assertThat(TransportStream.first(packet)).hasValue(pts);
      TransportStream.shift(packet, 900_000);
      assertThat(TransportStream.first(packet)).hasValue((pts + 900_000) % WRAP);
      TransportStream.shift(packet, -900_000);
      assertThat(packet).isEqualTo(packet(pts));
    }
  }

  @Test
  void packets_are_numbered_on() {
    final byte[] ts = ByteBuffer.allocate(2 * PACKET).put(packet(0)).put(packet(3600)).array();
    ts[3] = 0x17;
    ts[PACKET + 3] = 0x18;
    final Map<Integer, Integer> counters = new HashMap<>(Map.of(0x100, 15));
    TransportStream.number(ts, counters);
    assertThat(ts[3]).isEqualTo((byte) 0x10);
    assertThat(ts[PACKET + 3]).isEqualTo((byte) 0x11);
    assertThat(counters).containsEntry(0x100, 1);
  }

  private static byte[] box(String type, byte[]... contents) {
    int length = 8;
    for (byte[] content : contents) {
      length += content.length;
    }
    final ByteBuffer box = ByteBuffer.allocate(length).putInt(length);
    box.put(type.getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] content : contents) {
      box.put(content);
    }
    return box.array();
  }

  private static byte[] ints(int... values) {
    final ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] section(int track, int timescale) {
    return box(
        "moov",
        box(
            "trak",
            box("tkhd", ints(0, 0, 0, track, 0)),
            box("mdia", box("mdhd", ints(0, 0, 0, timescale, 0)))));
  }

  private static byte[] fragment(int track, int version, int... time) {
    return box(
        "moof",
        box("traf", box("tfhd", ints(0, track)), box("tfdt", ints(version << 24), ints(time))));
  }

  @Test
  void decode_times_of_both_widths_are_read_and_moved() {
    final FragmentedMp4 mp4 = new FragmentedMp4(section(7, 48_000));
    final byte[] narrow = fragment(7, 0, 96_000);
    final byte[] wide = fragment(7, 1, 1, 0);
    assertThat(mp4.first(narrow)).hasValue(180_000);
    assertThat(mp4.shift(narrow, -90_000)).isTrue();
    assertThat(mp4.first(narrow)).hasValue(90_000);
    assertThat(mp4.shift(narrow, -180_000)).isFalse();
    assertThat(mp4.first(wide)).hasValue((1L << 32) * 90_000 / 48_000);
    assertThat(mp4.shift(wide, 90_000)).isTrue();
    assertThat(wide).isEqualTo(fragment(7, 1, 1, 48_000));
  }

  @Test
  void whatever_the_bytes_are_nothing_is_thrown() {
    final long seed = System.nanoTime();
    for (int run = 0; run < 5_000; run++) {
      final Random random = new Random(seed + run);
      final byte[] bytes = bytes(random);
      assertThatCode(
              () -> {
                TransportStream.first(bytes);
                TransportStream.length(bytes);
                TransportStream.videoParameters(bytes);
                TransportStream.shift(bytes, random.nextLong());
                TransportStream.number(bytes, new HashMap<>());
                AdtsFrames.ticks(bytes);
                final FragmentedMp4 mp4 =
                    new FragmentedMp4(random.nextBoolean() ? bytes : section(7, 1_000));
                mp4.first(bytes);
                mp4.shift(bytes, 90_000);
              })
          .as("seed %s", seed + run)
          .doesNotThrowAnyException();
    }
  }

  private static byte[] bytes(Random random) {
    final byte[] bytes =
        random.nextBoolean()
            ? ByteBuffer.allocate(4 * PACKET)
                .put(packet(random.nextLong(WRAP)))
                .put(packet(random.nextLong(WRAP)))
                .put(packet(5))
                .put(packet(9))
                .array()
            : ByteBuffer.allocate(200).put(section(7, 48_000)).put(fragment(7, 1, 0, 5)).array();
    for (int i = random.nextInt(20); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }
}
