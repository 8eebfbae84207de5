package org.aircheck.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Key;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Warning;
import org.junit.jupiter.api.Test;

class HlsReaderTest {
  private static final URI AT = URI.create("http://o.test/live/hd/index.m3u8?token=abc");
  private final HlsProtocol hls = new HlsProtocol();

  private Presentation read(String text) throws MalformedManifestException {
    return read(text, Map.of());
  }

  private Presentation read(String text, Map<String, String> context)
      throws MalformedManifestException {
    return hls.read(
        new Manifest(AT, "", context, text.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH);
  }

  private static List<Segment> segments(Presentation presentation) {
    return presentation.tracks().getFirst().segments();
  }

  @Test
  void a_live_window() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:6
            #EXT-X-MEDIA-SEQUENCE:100
            #EXT-X-DISCONTINUITY-SEQUENCE:4
            #EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.5+0100
            #EXTINF:6.006,first
            a.ts
            #EXT-X-DISCONTINUITY
            #EXTINF:5,
            /b.ts
            #EXT-X-GAP
            #EXTINF:5,
            https://cdn.test/c.ts
            """);
    assertThat(p.ended()).isFalse();
    assertThat(p.targetDuration()).contains(Duration.ofSeconds(6));
    assertThat(p.pace()).contains(Duration.ofMillis(2500));
    assertThat(p.warnings()).isEmpty();
    final List<Segment> s = segments(p);
    assertThat(s).extracting(Segment::sequence).containsExactly(100L, 101L, 102L);
    assertThat(s).extracting(Segment::discontinuitySequence).containsExactly(4L, 5L, 5L);
    assertThat(s)
        .extracting(x -> x.uri().toString())
        .containsExactly(
            "http://o.test/live/hd/a.ts", "http://o.test/b.ts", "https://cdn.test/c.ts");
    assertThat(s.getFirst().duration()).isEqualTo(new MediaTime(6006, 1000));
    assertThat(s.getFirst().title()).isEqualTo("first");
    assertThat(s.getFirst().programDateTime()).contains(Instant.parse("2026-03-01T11:00:00.5Z"));
    assertThat(s.get(1).programDateTime()).isEmpty();
    assertThat(s).extracting(Segment::gap).containsExactly(false, false, true);
  }

  @Test
  void a_multivariant_playlist() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-DEFINE:NAME="host",VALUE="https://cdn.test"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",URI="{$host}/en.m3u8?t=1"
            #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="CC1",INSTREAM-ID="CC1"
            #EXT-X-STREAM-INF:BANDWIDTH=2500000,RESOLUTION=1280x720,FRAME-RATE=25.000,CODECS="avc1.64001f,mp4a.40.2",AUDIO="aac"
            hd.m3u8
            #EXT-X-STREAM-INF:bandwidth=800000,CODECS="mp4a.40.2"
            sound.m3u8
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,URI="iframes.m3u8"
            #EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://keys.test/k"
            """);
    assertThat(p.tracks())
        .extracting(Track::kind)
        .containsExactly(TrackKind.AUDIO, TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.IFRAMES);
    assertThat(p.tracks())
        .extracting(Track::id)
        .containsExactly(
            "audio-aac-English-en", "video-1280x720-2500000", "audio-800000", "iframes-100000");
    assertThat(p.tracks().getFirst().manifest())
        .contains(URI.create("https://cdn.test/en.m3u8?t=1"));
    assertThat(p.tracks().get(1).uses()).containsExactly("audio:aac");
    assertThat(p.tracks().getFirst().context()).isEqualTo(Map.of("host", "https://cdn.test"));
    assertThat(p.companions()).containsExactly(URI.create("https://keys.test/k"));
  }

  @Test
  void a_variant_that_is_listed_with_two_audio_groups_is_one_track() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO="a"
            v.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=2000,AUDIO="b"
            v.m3u8
            """);
    assertThat(p.tracks())
        .singleElement()
        .satisfies(t -> assertThat(t.uses()).containsExactlyInAnyOrder("audio:a", "audio:b"));
  }

  @Test
  void keys_maps_and_ranges() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-MEDIA-SEQUENCE:18
            #EXT-X-KEY:METHOD=AES-128,URI="k1"
            #EXT-X-MAP:URI="init.mp4",BYTERANGE="600@0"
            #EXTINF:4,
            #EXT-X-BYTERANGE:100@600
            all.mp4
            #EXTINF:4,
            #EXT-X-BYTERANGE:50
            all.mp4
            #EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x",KEYFORMAT="com.apple.streamingkeydelivery",IV=0XAB
            #EXTINF:4,
            a.mp4
            #EXT-X-KEY:METHOD=NONE
            #EXTINF:4,
            b.mp4
            """);
    final List<Segment> s = segments(p);
    assertThat(s)
        .extracting(Segment::range)
        .containsExactly(
            Optional.of(new ByteRange(600, 100)),
            Optional.of(new ByteRange(700, 50)),
            Optional.empty(),
            Optional.empty());
    assertThat(s.getFirst().initialization().orElseThrow().range()).contains(new ByteRange(0, 600));
    assertThat(s.getFirst().keys())
        .extracting(Key::iv)
        .containsExactly(Optional.of("00000000000000000000000000000012"));
    assertThat(s.get(1).keys())
        .extracting(Key::iv)
        .containsExactly(Optional.of("00000000000000000000000000000013"));
    assertThat(s.get(2).keys()).hasSize(2);
    assertThat(s.get(3).keys()).isEmpty();
  }

  @Test
  void odd_playlists_are_read_with_a_warning_that_names_the_line() throws Exception {
    final Presentation p =
        read(
            "\uFEFF#EXTM3U\r\n\r\n#EXT-X-TARGETDURATION:5.5\r\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00\r\n#EXTINF:9,984,\r\na b|c.ts\r\nlonely.ts\r\n#EXT-X-UNHEARD-OF:1\r\n#EXTINF:x\r\nz.ts");
    assertThat(segments(p))
        .extracting(x -> x.uri().toString())
        .containsExactly(
            "http://o.test/live/hd/a%20b%7Cc.ts",
            "http://o.test/live/hd/lonely.ts", "http://o.test/live/hd/z.ts");
    assertThat(segments(p).getFirst().duration()).isEqualTo(new MediaTime(9984, 1000));
    assertThat(segments(p).get(2).extras()).containsExactly("#EXT-X-UNHEARD-OF:1");
    assertThat(p.warnings()).extracting(Warning::line).containsExactlyInAnyOrder(1, 3, 4, 5, 7, 9);
  }

  @Test
  void a_missing_target_duration_is_the_longest_segment_rounded_up() throws Exception {
    assertThat(read("#EXTM3U\n#EXTINF:3.2,\na.ts\n").targetDuration())
        .contains(Duration.ofSeconds(4));
  }

  @Test
  void variables_come_from_the_query_and_from_the_multivariant_playlist() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-DEFINE:QUERYPARAM="token"
            #EXT-X-DEFINE:IMPORT="host"
            #EXT-X-DEFINE:IMPORT="nobody"
            #EXT-X-TARGETDURATION:4
            #EXTINF:4,
            {$host}/a.ts?t={$token}
            """,
            Map.of("host", "https://cdn.test"));
    assertThat(segments(p))
        .extracting(s -> s.uri().toString())
        .containsExactly("https://cdn.test/a.ts?t=abc");
    assertThat(p.warnings()).singleElement().satisfies(w -> assertThat(w.line()).isEqualTo(4));
  }

  @Test
  void low_latency_parts_set_the_pace_and_are_no_segments() throws Exception {
    final Presentation p =
        read(
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-PART-INF:PART-TARGET=0.33334
            #EXT-X-SKIP:SKIPPED-SEGMENTS=3
            #EXTINF:4,
            a.mp4
            #EXT-X-PART:DURATION=0.33334,URI="a.1.mp4"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="a.2.mp4"
            """);
    assertThat(segments(p)).singleElement().satisfies(s -> assertThat(s.sequence()).isEqualTo(3));
    assertThat(p.pace()).contains(Duration.ofNanos(333_340_000));
  }

  @Test
  void an_ended_playlist_has_no_pace() throws Exception {
    final Presentation p =
        read("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n");
    assertThat(p.ended()).isTrue();
    assertThat(p.pace()).isEmpty();
  }

  @Test
  void what_is_no_playlist_is_refused() {
    for (String text :
        List.of("", "<html></html>", "<?xml version=\"1.0\"?><MPD/>", "{}", "\0\1\2")) {
      assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(MalformedManifestException.class);
    }
    assertThatThrownBy(() -> read("#EXTM3U\n" + "x".repeat(70_000)))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void it_recognises_its_own() {
    final byte[] list = "\uFEFF\n#EXTM3U\n".getBytes(StandardCharsets.UTF_8);
    assertThat(hls.recognises(new Manifest(URI.create("http://o.test/x"), "text/plain", list)))
        .isEqualTo(Recognition.CONTENT);
    assertThat(
            hls.recognises(
                new Manifest(
                    URI.create("http://o.test/x"),
                    "application/x-mpegURL; charset=utf-8",
                    new byte[0])))
        .isEqualTo(Recognition.CONTENT_TYPE);
    assertThat(hls.recognises(new Manifest(AT, "", "<html>".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Recognition.NONE);
    assertThat(
            hls.recognises(
                new Manifest(
                    URI.create("http://o.test/x.mpd"),
                    "",
                    "<MPD/>".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Recognition.NONE);
  }
}
