package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.merge.MergeException;
import org.aircheck.engine.merge.MergeOptions;
import org.aircheck.engine.merge.MergeResult;
import org.aircheck.engine.merge.Merger;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.junit.jupiter.api.Test;

/** Sessions of what ffmpeg made, merged, and held against the source packet by packet. */
class MergeTest extends MergeFixture {
  @Test
  void transport_streams_keep_every_packet_and_its_time() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 index.m3u8");
    final MergeResult merged = merged("index.m3u8", "out.mp4", false);
    assertThat(merged.losses()).isEmpty();
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
    sameTimes(times(source, "a"), times(file(merged, 0), "a"));
    assertThat(skew(file(merged, 0))).isCloseTo(skew(source), within(0.002));
  }

  @Test
  void fragments_keep_every_packet_and_its_time() throws Exception {
    ffmpeg(
        "-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_type fmp4 index.m3u8");
    final MergeResult merged = merged("index.m3u8", "out.mp4", false);
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
    assertThat(skew(file(merged, 0))).isCloseTo(skew(source), within(FRAME / 2));
  }

  @Test
  void encrypted_media_are_merged_with_the_recorded_key() throws Exception {
    Files.write(
        media.resolve("k.key"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7});
    Files.writeString(media.resolve("k.info"), "k.key\n" + media.resolve("k.key") + "\n");
    ffmpeg(
        "-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_key_info_file k.info index.m3u8");
    assertThat(Files.readString(media.resolve("index.m3u8"))).contains("AES-128");
    final MergeResult merged = merged("index.m3u8", "out.mkv", false);
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
  }

  @Test
  void separate_sound_that_starts_later_stays_later() throws Exception {
    ffmpeg("-i source.mp4 -map 0:v -c copy -f hls -hls_time 2 -hls_list_size 0 v.m3u8");
    ffmpeg(
        "-itsoffset 0.3 -i source.mp4 -map 0:a -c copy -f hls -hls_time 2 -hls_list_size 0 a.m3u8");
    master("v.m3u8", "a.m3u8");
    final MergeResult merged = merged("master.m3u8", "out.mp4", false);
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
    // ffmpeg moves each file so that its decoding begins at zero: what counts is what the files
    // say.
    final double served =
        times(media.resolve("a0.ts"), "a").getFirst()
            - times(media.resolve("v0.ts"), "v").getFirst();
    assertThat(served).isGreaterThan(0.15);
    assertThat(skew(file(merged, 0))).isCloseTo(served, within(FRAME / 4));
  }

  @Test
  void timestamps_that_begin_anew_or_wrap_go_on() throws Exception {
    // The second one passes 2^33 ticks of 90 kHz, 95443.7 s.
    ffmpeg(
        "-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename a%d.ts a.m3u8");
    ffmpeg(
        "-i source.mp4 -c copy -output_ts_offset 95440 -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename b%d.ts b.m3u8");
    playlist(
        "both.m3u8",
        List.of("a0.ts", "a1.ts", "a2.ts", "a3.ts", "!", "b0.ts", "b1.ts", "b2.ts", "b3.ts"));
    final MergeResult merged = merged("both.m3u8", "out.mp4", false);
    final List<Double> times = times(file(merged, 0), "v");
    final List<Double> once = times(source, "v");
    assertThat(times).hasSize(2 * once.size());
    sameTimes(once, times.subList(0, once.size()));
    sameTimes(once, times.subList(once.size(), times.size()));
    assertThat(times.get(once.size()) - times.getFirst()).isCloseTo(8.0, within(0.1));
    assertThat(skew(file(merged, 0))).isCloseTo(skew(source), within(FRAME));
  }

  @Test
  void a_lost_segment_stays_a_gap_or_is_closed_up() throws Exception {
    ffmpeg(
        "-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename a%d.ts a.m3u8");
    Files.delete(media.resolve("a1.ts"));
    final MergeResult kept = merged("a.m3u8", "kept.mp4", false);
    assertThat(kept.losses()).hasSize(1);
    assertThat(kept.losses().getFirst().at())
        .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_100));
    assertThat(kept.losses().getFirst().length())
        .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_100));
    assertThat(span(file(kept, 0))).isCloseTo(7.96, within(FRAME));
    final MergeResult closed = merge("closed.mp4", true, Optional.empty());
    // Sound reaches a little further than pictures: it is not cut off.
    assertThat(span(file(closed, 0))).isCloseTo(5.96, within(0.1));
    assertThat(times(file(closed, 0), "v")).hasSameSizeAs(times(file(kept, 0), "v"));
  }

  @Test
  void another_resolution_begins_another_file_or_fails() throws Exception {
    ffmpeg(
        "-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename a%d.ts a.m3u8");
    ffmpeg(
        "-i source.mp4 -vf scale=160:90 -c:v libx264 -g 50 -c:a copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename b%d.ts b.m3u8");
    playlist("both.m3u8", List.of("a0.ts", "a1.ts", "!", "b0.ts", "b1.ts"));
    final MergeResult merged = merged("both.m3u8", "out.mp4", false);
    assertThat(merged.files()).hasSize(2);
    assertThat(file(merged, 1).getFileName()).hasToString("out-2.mp4");
    assertThat(times(file(merged, 1), "v")).hasSize(100);
    assertThatThrownBy(() -> merge("failing.mp4", false, Optional.of("fail")))
        .isInstanceOf(MergeException.class)
        .hasMessageContaining("changes");
    assertThat(root.resolve("failing.mp4")).doesNotExist();
    Files.writeString(root.resolve("again-2.mp4"), "mine");
    assertThatThrownBy(() -> merge("again.mp4", false, Optional.empty()))
        .isInstanceOf(MergeException.class)
        .hasMessageContaining("again-2.mp4 is there already");
    assertThat(root.resolve("again-2.mp4")).hasContent("mine");
    assertThat(root.resolve("failing.mp4.part")).doesNotExist();
  }

  @Test
  void media_of_an_unknown_kind_is_not_said_to_be_missing() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f flv unknown.flv");
    playlist("index.m3u8", List.of("unknown.flv"));
    assertThatThrownBy(() -> merged("index.m3u8", "out.mp4", false))
        .isInstanceOf(MergeException.class)
        .hasMessageContaining("nothing can be merged: its media is neither MPEG-TS nor");
  }

  @Test
  void an_unknown_track_is_refused_with_those_there_are() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 index.m3u8");
    merged("index.m3u8", "out.mp4", false);
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("s")) {
      final MergeOptions options =
          new MergeOptions(
              root.resolve("x.mp4"), Optional.of("nobody"), List.of(), false, false, false);
      final FfmpegTool ffmpeg = FfmpegTool.find("ffmpeg").orElseThrow();
      final FfmpegTool ffprobe = FfmpegTool.find("ffprobe").orElseThrow();
      assertThatThrownBy(() -> new Merger(session, options, ffmpeg, ffprobe).merge())
          .isInstanceOf(MergeException.class)
          .hasMessageContaining("no video track nobody; there are: media");
    }
    assertThat(new Sessions(root.resolve("sessions")).verify("s").whole()).isTrue();
  }

  @Test
  void dash_keeps_every_packet_and_its_time() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f dash -seg_duration 2 index.mpd");
    final MergeResult merged = merged("index.mpd", "out.mp4", false);
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
    assertThat(skew(file(merged, 0))).isCloseTo(skew(source), within(FRAME / 2));
  }
}
