package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Recognition;
import org.junit.jupiter.api.Test;

class SmoothProtocolTest {
  private static final String BEHIND_MUCH =
      """
      <?xml version="1.0"?>
      <?order by="<x>"?>
      <!-- was <x>, and <y> before -->
      <!DOCTYPE SmoothStreamingMedia>
      <s:SmoothStreamingMedia MajorVersion="2">
      """;

  private static Recognition of(byte[] bytes) {
    return new SmoothProtocol().recognises(new Manifest(URI.create("http://o.test/x"), "", bytes));
  }

  @Test
  void its_root_is_found_behind_what_xml_allows_in_front_of_it() {
    assertThat(of(BEHIND_MUCH.getBytes(StandardCharsets.UTF_8))).isEqualTo(Recognition.CONTENT);
    assertThat(of(("\uFEFF" + BEHIND_MUCH).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Recognition.CONTENT);
    assertThat(of(("\uFEFF" + BEHIND_MUCH).getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(Recognition.CONTENT);
  }

  @Test
  void a_name_in_a_comment_is_no_root() {
    final String other = "<!-- <SmoothStreamingMedia> --><MPD><SmoothStreamingMedia/></MPD>";
    assertThat(of(other.getBytes(StandardCharsets.UTF_8))).isEqualTo(Recognition.NONE);
    assertThat(of("<!-- <SmoothStreamingMedia>".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Recognition.NONE);
  }
}
