package org.aircheck.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.junit.jupiter.api.Test;

/** Input made to hurt, or so odd that a careless reader loses something. */
class HostileInputTest {
  private static final URI AT = URI.create("http://o.test/live/index.m3u8");
  private static final Duration SOON = Duration.ofSeconds(10);

  private final HlsProtocol hls = new HlsProtocol();

  private static Manifest manifest(String text) {
    return new Manifest(AT, "", text.getBytes(StandardCharsets.UTF_8));
  }

  private Presentation read(String text) throws MalformedManifestException {
    return hls.read(manifest(text), Instant.EPOCH);
  }

  @Test
  void variables_that_multiply_are_refused() {
    final StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"");
    text.append("x".repeat(30_000)).append("\"\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("#EXTINF:4,\n").append("{$a}\n");
    }
    assertTimeoutPreemptively(
        SOON,
        () -> {
          assertThatThrownBy(() -> read(text.toString()))
              .isInstanceOf(MalformedManifestException.class)
              .hasMessageContaining("variables make it larger");
          assertThatThrownBy(
                  () -> hls.readdress(manifest(text.toString()), URI::toString, Duration.ZERO))
              .isInstanceOf(MalformedManifestException.class);
        });
  }

  @Test
  void long_attribute_lists_are_read_in_one_go() {
    final String list = "A=1,".repeat(15_000) + "=".repeat(3_000);
    final String lines = ("#EXT-X-KEY:" + list + "\n").repeat(50);
    assertTimeoutPreemptively(
        SOON, () -> read("#EXTM3U\n#EXT-X-TARGETDURATION:4\n" + lines + "#EXTINF:4,\na.ts\n"));
  }

  @Test
  void tracks_that_are_described_alike_have_names_of_their_own() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-STREAM-INF:BANDWIDTH=1
            a.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=1
            b.m3u8
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="1-2",NAME="x",URI="c.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="1",NAME="2-x",URI="d.m3u8"
            """);
    assertThat(p.tracks()).extracting(t -> t.id()).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void a_discontinuity_in_front_of_an_unusable_address_counts_for_the_next_one() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            a.ts
            #EXT-X-DISCONTINUITY
            #EXTINF:4,
            ftp://o.test/b.ts
            #EXTINF:4,
            c.ts
            """);
    assertThat(p.tracks().getFirst().segments())
        .extracting(Segment::sequence, Segment::discontinuity, Segment::discontinuitySequence)
        .containsExactly(tuple(0L, false, 0L), tuple(2L, true, 1L));
  }

  @Test
  void an_initialization_section_is_written_behind_the_key_that_encrypts_it() throws Exception {
    final String text =
        """
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-TARGETDURATION:4
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-KEY:METHOD=AES-128,URI="http://o.test/k1",IV=0x00000000000000000000000000000007
        #EXT-X-MAP:URI="http://o.test/i.mp4"
        #EXT-X-KEY:METHOD=AES-128,URI="http://o.test/k2"
        #EXTINF:4,
        http://o.test/0.m4s
        """;
    final Presentation p = read(text);
    assertThat(
            new String(
                hls.writer().orElseThrow().write(p, manifest(text)).bytes(),
                StandardCharsets.UTF_8))
        .isEqualTo(text);
  }

  @Test
  void titles_are_not_addresses_and_an_error_page_is_no_playlist() throws Exception {
    final String text = "#EXTM3U\n#EXTINF:4,URI=\"http://o.test/x\"\na.ts\n";
    assertThat(hls.readdress(manifest(text), u -> "moved", Duration.ZERO).bytes())
        .isEqualTo(manifest(text).bytes());
    assertThatThrownBy(
            () -> hls.readdress(manifest("<html>\nhttp://o.test/a\n"), u -> "moved", Duration.ZERO))
        .isInstanceOf(MalformedManifestException.class);
  }
}
