package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Warning;
import org.junit.jupiter.api.Test;

/** What a small manifest can make its reader do. */
class HostileManifestTest {
  private static final String URL = "{bitrate}/{start time}";
  private static final String LEVEL = "<QualityLevel Bitrate='1' FourCC='H264'/>";

  private static Presentation read(String... streams) throws MalformedManifestException {
    return new SmoothProtocol()
        .read(
            Samples.of(
                "<SmoothStreamingMedia>" + String.join("", streams) + "</SmoothStreamingMedia>"),
            Instant.EPOCH);
  }

  private static String stream(String url, String levels, int fragments) {
    return "<StreamIndex Type='video' Url='"
        + url
        + "'>"
        + levels
        + "<c t='0' d='1' r='"
        + fragments
        + "'/></StreamIndex>";
  }

  private static String custom(String value) {
    return "<QualityLevel Bitrate='2'><CustomAttributes><Attribute Name='a' Value='"
        + value
        + "'/></CustomAttributes></QualityLevel>";
  }

  @Test
  void streams_without_quality_levels_cost_nothing() throws Exception {
    final String manifest = stream(URL, "", 150_000).repeat(1_500) + stream(URL, LEVEL, 1);
    final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = thread.getCurrentThreadAllocatedBytes();
    assertThat(read(manifest).tracks()).hasSize(1);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(200L << 20);
  }

  @Test
  void a_track_has_its_bound_and_all_together_have_theirs() throws Exception {
    assertThat(read(stream(URL, LEVEL, 200_000)).tracks().getFirst().segments()).hasSize(200_000);
    assertThatThrownBy(() -> read(stream(URL, LEVEL, 200_001)))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage("line 1: more than 200000 fragments of one track");
    assertThatThrownBy(() -> read(stream(URL, LEVEL.repeat(3), 200_000)))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage("line 1: more than 500000 fragments");
    assertThatThrownBy(() -> read(stream(URL, LEVEL.repeat(501), 0)))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage("line 1: more than 500 quality levels");
    final String folder = "a/".repeat(1_900);
    assertThatThrownBy(() -> read(stream(folder + URL, LEVEL, 200_000)))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage("line 1: addresses of more than 200000000 characters");
  }

  @Test
  void an_address_that_grows_too_long_is_left_out() throws Exception {
    final String url = "{CustomAttributes}".repeat(20) + URL;
    final Presentation read = read(stream(url, custom("x".repeat(1 << 20)) + custom("y"), 1_000));
    assertThat(read.tracks()).hasSize(1);
    assertThat(read.tracks().getFirst().segments().getFirst().uri().getPath())
        .endsWith("/" + "a=y".repeat(20) + "2/0");
    assertThat(read.warnings())
        .extracting(Warning::message)
        .contains("addresses that can't be fetched, or are too long: left out");
    assertThatThrownBy(() -> read(stream("{start time}".repeat(300), LEVEL, 1)))
        .isInstanceOf(MalformedManifestException.class);
  }

  @Test
  void what_is_filled_in_is_not_filled_in_again() throws Exception {
    final Presentation read =
        read(stream("{CustomAttributes}/" + URL, custom("$Time%0999d${bitrate}$$"), 1));
    assertThat(read.tracks().getFirst().segments().getFirst().uri().getRawPath())
        .endsWith("/a=$Time%0999d$%7Bbitrate%7D$$/2/0");
  }

  @Test
  void warnings_have_an_end() throws Exception {
    assertThat(read("<StreamIndex/>".repeat(10_000), stream(URL, LEVEL, 1)).warnings())
        .hasSize(100);
  }
}
