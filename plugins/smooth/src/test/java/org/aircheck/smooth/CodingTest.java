package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;

class CodingTest {
  private static Coding sound(String fourCc, String rate, String channels) {
    final Element level = Element.opened("QualityLevel", 1);
    level.attributes().putAll(Map.of("fourcc", fourCc, "samplingrate", rate, "channels", channels));
    return Coding.of(Element.opened("StreamIndex", 1), level, TrackKind.AUDIO);
  }

  /** The content of the DecoderSpecificInfo in the entry (ISO/IEC 14496-1 section 7.2.6.7). */
  private static String configuration(Coding coding) {
    final byte[] entry = coding.entry().orElseThrow();
    // Behind it is an SLConfigDescriptor of three bytes, which begins with its tag.
    final int end = entry.length - 3;
    int from = end - 2;
    while (entry[from] != 5 || entry[from + 1] != end - from - 2) {
      from--;
    }
    return HexFormat.of().formatHex(Arrays.copyOfRange(entry, from + 2, end));
  }

  @Test
  void sound_without_private_data_gets_a_configuration() {
    // 00010 0011 0010 000
    assertThat(configuration(sound("AACL", "48000", "2"))).isEqualTo("1190");
    // 00101 0110 0010 0011 00010 000: 24 kHz, which spectral band replication makes 48
    assertThat(configuration(sound("AACH", "24000", "2"))).isEqualTo("2b118800");
    assertThat(sound("AACH", "24000", "2").codecs()).isEqualTo(Optional.of("mp4a.40.5"));
  }

  @Test
  void a_rate_that_has_no_index_is_written_out() {
    // 00010 1111 000000000011111010000001 0001 000
    assertThat(configuration(sound("AACL", "16001", "1"))).isEqualTo("17801f4088");
    assertThat(configuration(sound("AACL", "7350", "1"))).isEqualTo("1608");
  }

  @Test
  void eight_channels_are_configuration_7() {
    // 00010 0011 0111 000
    assertThat(configuration(sound("AACL", "48000", "8"))).isEqualTo("11b8");
  }
}
