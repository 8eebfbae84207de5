package org.aircheck.engine.media;

import java.util.OptionalLong;

/** Sound in ADTS (ISO/IEC 14496-3 section 1.A.3). */
final class AdtsFrames {
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };

  private static final int SAMPLES = 1024;
  private static final int HEADER = 7;

  private AdtsFrames() {}

  /** How long the frames are together, in ticks of 90 kHz; empty when there is none. */
  static OptionalLong ticks(byte[] frames) {
    long samples = 0;
    int rate = 0;
    int at = 0;
    for (int length = length(frames, at); length > 0; length = length(frames, at)) {
      rate = rate(frames, at);
      samples += samples(frames, at);
      at += length;
    }
    return samples == 0
        ? OptionalLong.empty()
        : OptionalLong.of(samples * FragmentedMp4.CLOCK / rate);
  }

  /** How many bytes the frame there has; 0 when none begins there. */
  static int length(byte[] frames, int at) {
    if (at + HEADER > frames.length
        || frames[at] != (byte) 0xFF
        || (frames[at + 1] & 0xF6) != 0xF0
        || (frames[at + 2] >> 2 & 15) >= RATES.length) {
      return 0;
    }
    final int length =
        (frames[at + 3] & 3) << 11 | (frames[at + 4] & 0xFF) << 3 | (frames[at + 5] & 0xFF) >> 5;
    return length < HEADER ? 0 : length;
  }

  /** The sampling rate of the frame there. */
  static int rate(byte[] frames, int at) {
    return RATES[frames[at + 2] >> 2 & 15];
  }

  /** How many samples the frame there has. */
  static long samples(byte[] frames, int at) {
    return (long) SAMPLES * (1 + (frames[at + 6] & 3));
  }
}
