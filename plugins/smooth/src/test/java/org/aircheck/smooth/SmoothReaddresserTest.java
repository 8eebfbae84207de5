package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.aircheck.spi.MalformedManifestException;
import org.junit.jupiter.api.Test;

class SmoothReaddresserTest {
  private static String moved(String text, Charset charset) throws MalformedManifestException {
    return new String(
        new SmoothProtocol()
            .readdress(
                Samples.of(text, charset),
                uri -> "/r/" + uri.getRawAuthority() + uri.getRawPath() + "?x&y",
                Duration.ZERO)
            .bytes(),
        charset);
  }

  private static String moved(String text) throws MalformedManifestException {
    return moved(text, StandardCharsets.UTF_8);
  }

  private static String stream(String attributes) {
    return "<SmoothStreamingMedia>\r\n<StreamIndex " + attributes + "/>é</SmoothStreamingMedia>";
  }

  @Test
  void a_pattern_moves_and_everything_else_stays() throws Exception {
    assertThat(moved(stream("A='1'  Url = \"http://o.test/a/{bitrate}/{start time}\"")))
        .isEqualTo(stream("A='1'  Url = \"/r/o.test/a/{bitrate}/{start time}?x&amp;y\""));
    assertThat(moved(stream("Url=' //cdn.test/{start_time} '")))
        .isEqualTo(stream("Url=' /r/cdn.test/{start_time}?x&amp;y '"));
    assertThat(moved(stream("Url='/a/{Bitrate}/{start time}'"), StandardCharsets.UTF_16))
        .isEqualTo(stream("Url='/r/o.test/a/{Bitrate}/{start time}?x&amp;y'"));
  }

  @Test
  void a_relative_pattern_stays_as_it_is_written() throws Exception {
    final String relative = stream("Url='&#81;(&quot;{bitrate}&quot;)/F(a>b={start time})'");
    assertThat(moved(relative)).isEqualTo(relative);
  }

  @Test
  void other_attributes_hide_nothing_and_are_no_addresses() throws Exception {
    assertThat(moved(stream("Name=\"a>b Url='/n'\" Url='http://o.test/{start time}'")))
        .isEqualTo(stream("Name=\"a>b Url='/n'\" Url='/r/o.test/{start time}?x&amp;y'"));
    assertThat(moved(stream("Url='http://o.test/a>b/{start time}'")))
        .isEqualTo(stream("Url='/r/o.test/a%3Eb/{start time}?x&amp;y'"));
  }

  @Test
  void a_comment_has_no_addresses() throws Exception {
    final String comment =
        "<!-- <StreamIndex Url='/a/{start time}'/> --><SmoothStreamingMedia>"
            + "<![CDATA[<StreamIndex Url='/a/{start time}'/>]]></SmoothStreamingMedia>";
    assertThat(moved(comment)).isEqualTo(comment);
  }

  @Test
  void character_references_hide_nothing() throws Exception {
    final String expected = stream("Url='/r/o.test/{start time}?x&amp;y'");
    assertThat(moved(stream("Url='http&#58;//o.test/{start time}'"))).isEqualTo(expected);
    assertThat(moved(stream("Url='http&#x0000000003a;//o.test/&#123;start&#x20;time}'")))
        .isEqualTo(expected);
    assertThat(moved(stream("Url='&#x2F;{start time}'"))).isEqualTo(expected);
    assertThat(moved(stream("Url='/a&apos;b/{start time}'")))
        .isEqualTo(stream("Url='/r/o.test/a&apos;b/{start time}?x&amp;y'"));
  }

  @Test
  void what_a_uri_cannot_hold_moves_as_it_is_read() throws Exception {
    assertThat(moved(stream("Url='/é 100%[1]/{start time}'")))
        .isEqualTo(stream("Url='/r/o.test/%C3%A9%20100%25%5B1%5D/{start time}?x&amp;y'"));
  }

  @Test
  void a_break_in_an_attribute_is_a_space() throws Exception {
    assertThat(moved(stream("Url='/a\tb\r\nc&#9;d/{start\ntime}'")))
        .isEqualTo(stream("Url='/r/o.test/a%20b%20c%09d/{start time}?x&amp;y'"));
  }

  @Test
  void a_pattern_that_nobody_reads_costs_no_time() throws Exception {
    final String two =
        Samples.LIVE.replace(
            "</SmoothStreamingMedia>",
            "<StreamIndex Url=\"/" + "{a}".repeat(1_000_000) + "\"/></SmoothStreamingMedia>");
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> moved(two));
  }
}
