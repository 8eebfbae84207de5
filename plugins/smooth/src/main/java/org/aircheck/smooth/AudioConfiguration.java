package org.aircheck.smooth;

/**
 * AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1), where a manifest leaves it out. For one
 * quality level.
 */
final class AudioConfiguration {
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int LOW_COMPLEXITY = 2;
  private static final int BAND_REPLICATION = 5;

  private final StringBuilder bits = new StringBuilder();

  private AudioConfiguration() {}

  /**
   * The one of AAC-LC, or of HE-AAC.
   *
   * @param rate as the manifest states it; of HE-AAC, players take it for the one of the core,
   *     which replication doubles
   */
  static byte[] of(boolean highEfficiency, long rate, int channels) {
    final AudioConfiguration config = new AudioConfiguration();
    config.append(highEfficiency ? BAND_REPLICATION : LOW_COMPLEXITY, 5);
    config.rate(rate);
    config.append(arrangement(channels), 4);
    if (highEfficiency) {
      config.rate(2 * rate);
      config.append(LOW_COMPLEXITY, 5);
    }
    // GASpecificConfig (section 4.4.1): 1,024 samples in a frame, no core coder, no extension.
    config.append(0, 3);
    return config.bytes();
  }

  /** The channelConfiguration of so many channels (section 1.6.3.5). */
  private static int arrangement(int channels) {
    return switch (channels) {
      case 7 -> 11;
      case 8 -> 7;
      default -> channels;
    };
  }

  /** A samplingFrequencyIndex, with the rate itself when it has none (section 1.6.3.4). */
  private void rate(long rate) {
    for (int i = 0; i < RATES.length; i++) {
      if (RATES[i] == rate) {
        append(i, 4);
        return;
      }
    }
    append(0xF, 4);
    append(Math.min(rate, 0xFF_FFFF), 24);
  }

  private void append(long value, int width) {
    bits.append(Long.toBinaryString(1L << width | value), 1, width + 1);
  }

  private byte[] bytes() {
    final Boxes bytes = new Boxes();
    bits.append("0".repeat(-bits.length() & 7));
    for (int i = 0; i < bits.length(); i += 8) {
      bytes.int8(Integer.parseInt(bits, i, i + 8, 2));
    }
    return bytes.written();
  }
}
