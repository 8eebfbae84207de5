package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;

class SmoothReaderTest {
  private static Presentation read(String text) throws MalformedManifestException {
    return new SmoothProtocol().read(Samples.of(text), Instant.EPOCH);
  }

  private static List<String> addresses(Track track) {
    return track.segments().stream().map(s -> s.uri().toString()).toList();
  }

  @Test
  void a_live_channel() throws Exception {
    final Presentation read = read(Samples.LIVE);
    assertThat(read.warnings()).isEmpty();
    assertThat(read.ended()).isFalse();
    assertThat(read.pace()).contains(Duration.ofSeconds(1));
    assertThat(read.timing().buffer()).contains(Duration.ofMinutes(1));
    assertThat(read.tracks())
        .extracting(Track::id)
        .containsExactly(
            "video-1280x720-2500000",
            "video-640x360-800000",
            "audio-eng-audio_eng-128000",
            "subtitles-deu-cap_tions-1000");
    assertThat(read.tracks())
        .extracting(Track::kind)
        .containsExactly(TrackKind.VIDEO, TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.SUBTITLES);
    final Track video = read.tracks().getFirst();
    assertThat(addresses(video))
        .hasSize(4)
        .startsWith(
            "http://o.test/live/channel.ism/QualityLevels(2500000)/Fragments(video=35400000000)",
            "http://o.test/live/channel.ism/QualityLevels(2500000)/Fragments(video=35420000000)")
        .endsWith(
            "http://o.test/live/channel.ism/QualityLevels(2500000)/Fragments(video=35460000000)");
    assertThat(video.addressing())
        .contains(
            new Addressing(
                "http://o.test/live/channel.ism/QualityLevels(2500000)/Fragments(video=$Time$)",
                Addressing.By.TIME,
                10_000_000,
                List.of()));
    assertThat(video.traits().codecs()).contains("avc1.42c00d");
    assertThat(addresses(read.tracks().get(2)))
        .containsExactly(
            "http://o.test/abs/QualityLevels(128000,lang=en)/Fragments(audio_eng=169920000)?a=1&b=2",
            "http://o.test/abs/QualityLevels(128000,lang=en)/Fragments(audio_eng=170016256)?a=1&b=2");
    assertThat(read.tracks().get(2).segments().getFirst().duration())
        .isEqualTo(new MediaTime(96_256, 48_000));
    assertThat(addresses(read.tracks().get(3)))
        .containsExactly(
            "https://cdn.test/x/QualityLevels(1000)/Fragments(cap%20tions=35400000000)");
  }

  @Test
  void a_film_of_durations_only() throws Exception {
    final Presentation read = read(Samples.WHOLE);
    assertThat(read.ended()).isTrue();
    final List<Segment> segments = read.tracks().getFirst().segments();
    assertThat(segments)
        .extracting(Segment::sequence)
        .containsExactly(0L, 20_000_000L, 40_000_000L, 60_000_000L);
    assertThat(segments.getFirst().initialization()).isEmpty();
    assertThat(read.warnings())
        .extracting(Object::toString)
        .containsExactly("line 3: no initialization section is known for WVC1");
  }

  @Test
  void utf_16_reads_the_same() throws Exception {
    assertThat(
            new SmoothProtocol()
                .read(
                    Samples.of("\uFEFF" + Samples.LIVE, StandardCharsets.UTF_16BE), Instant.EPOCH))
        .isEqualTo(read(Samples.LIVE));
  }

  /** ffmpeg's last manifest of a channel whose window has moved has numbers, but no times. */
  @Test
  void fragments_that_have_no_time_are_not_guessed() throws Exception {
    final Presentation read = read(Samples.WHOLE.replace("n=\"0\"", "n=\"5\""));
    assertThat(read.tracks().getFirst().segments()).isEmpty();
    assertThat(read.warnings().getFirst().message()).contains("number 5 and has no time");
  }

  @Test
  void what_a_hostile_manifest_asks_for_is_bounded() {
    final String many = Samples.LIVE.replace("r=\"3\"", "r=\"999999999999\"");
    assertThatThrownBy(() -> read(many))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageContaining("fragments");
    final String entity =
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><SmoothStreamingMedia><StreamIndex "
            + "Url=\"{start time}&x;\"><QualityLevel/></StreamIndex></SmoothStreamingMedia>";
    assertThatThrownBy(() -> read(entity)).isInstanceOf(MalformedManifestException.class);
    assertThatThrownBy(() -> read(Samples.WHOLE.replace("Url=\"", "Url=\"file:///etc/")))
        .isInstanceOf(MalformedManifestException.class);
    assertThatThrownBy(() -> read("<MPD/>"))
        .hasMessage("line 1: expected SmoothStreamingMedia, found MPD");
  }
}
