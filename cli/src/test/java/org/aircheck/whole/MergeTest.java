package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.merge.MergeException;
import org.aircheck.engine.merge.MergeOptions;
import org.aircheck.engine.merge.MergeResult;
import org.aircheck.engine.merge.Merger;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.process.FileServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of what ffmpeg made, merged, and held against the source packet by packet. */
class MergeTest {
  private static final double FRAME = 0.04;
  private static final String PICTURES =
      "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000"
          + " -t 8 -c:v libx264 -preset veryfast -bf 2 -g 50 -keyint_min 50 -sc_threshold 0 -pix_fmt yuv420p -c:a aac";

  @TempDir Path root;
  private Path media;
  private Path source;

  @BeforeEach
  void makeTheSource() throws Exception {
    Ffmpeg.required();
    media = Files.createDirectories(root.resolve("media"));
    source = media.resolve("source.mp4");
    ffmpeg(PICTURES + " source.mp4");
  }

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

  @Test
  void packed_audio_keeps_every_frame_and_its_time() throws Exception {
    ffmpeg("-i source.mp4 -map 0:v -c copy -f hls -hls_time 2 -hls_list_size 0 v.m3u8");
    ffmpeg("-i source.mp4 -map 0:a -c copy -f adts all.aac");
    final long first = Math.round(times(media.resolve("v0.ts"), "v").getFirst() * 90_000);
    packed(Files.readAllBytes(media.resolve("all.aac")), first);
    master("v.m3u8", "a.m3u8");
    final MergeResult merged = merged("master.m3u8", "out.mp4", false);
    assertThat(merged.losses()).isEmpty();
    sameTimes(times(source, "a"), times(file(merged, 0), "a"));
    assertThat(skew(file(merged, 0))).isCloseTo(0, within(0.002));
  }

  /** Cuts ADTS frames into segments of some two seconds, each behind its tag. */
  private void packed(byte[] frames, long first) throws Exception {
    final StringBuilder list = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:3\n");
    int from = 0;
    int count = 0;
    int all = 0;
    for (int at = 0; at < frames.length; ) {
      at +=
          (frames[at + 3] & 3) << 11 | (frames[at + 4] & 0xFF) << 3 | (frames[at + 5] & 0xFF) >> 5;
      count++;
      if (count == 94 || at == frames.length) {
        final ByteBuffer tag = ByteBuffer.allocate(73);
        tag.put("ID3".getBytes(StandardCharsets.US_ASCII))
            .put((byte) 4)
            .put(new byte[5])
            .put((byte) 63);
        tag.put("PRIV".getBytes(StandardCharsets.US_ASCII)).putInt(53).putShort((short) 0);
        tag.put("com.apple.streaming.transportStreamTimestamp".getBytes(StandardCharsets.US_ASCII));
        tag.put((byte) 0).putLong(first + all * 1024L * 90_000 / 48_000);
        final String name = "p" + all + ".aac";
        try (OutputStream out = Files.newOutputStream(media.resolve(name))) {
          out.write(tag.array());
          out.write(frames, from, at - from);
        }
        list.append("#EXTINF:")
            .append(count * 1024 / 48_000.0)
            .append(",\n")
            .append(name)
            .append('\n');
        from = at;
        all += count;
        count = 0;
      }
    }
    Files.writeString(media.resolve("a.m3u8"), list.append("#EXT-X-ENDLIST\n"));
  }

  @Test
  void a_part_is_cut_at_segments() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f hls -hls_time 2 -hls_list_size 0 index.m3u8");
    record("index.m3u8");
    final MergeResult part =
        merge(
            new MergeOptions(
                root.resolve("part.mp4"),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(Duration.ofMillis(2_500)),
                Optional.of(Duration.ofMillis(5_500)),
                Map.of(),
                false,
                false,
                false));
    assertThat(times(file(part, 0), "v")).hasSize(100);
    assertThat(part.first().number()).isEqualTo(1);
    assertThat(part.losses()).isEmpty();
  }

  @Test
  void subtitles_come_along_at_their_times_once_each() throws Exception {
    ffmpeg("-i source.mp4 -c copy -f hls -hls_time 4 -hls_list_size 0 v.m3u8");
    final long first = Math.round(times(media.resolve("v0.ts"), "v").getFirst() * 90_000);
    final String head = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:" + first + "\n\n";
    final String across = "00:03.500 --> 00:04.500\nacross\n";
    Files.writeString(
        media.resolve("0.vtt"), head + "1\n00:01.000 --> 00:02.000 line:0\none\n\n" + across);
    Files.writeString(
        media.resolve("1.vtt"), head + across + "\n00:06.000 --> 00:07.000\n<i>two</i>\n");
    Files.writeString(
        media.resolve("s.m3u8"),
        "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n0.vtt\n#EXTINF:4,\n1.vtt\n#EXT-X-ENDLIST\n");
    Files.writeString(
        media.resolve("master.m3u8"),
        "#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"x\",LANGUAGE=\"en\",URI=\"s.m3u8\"\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES=\"s\"\nv.m3u8\n");
    record("master.m3u8");
    for (String output : List.of("out.mp4", "out.mkv")) {
      final MergeResult merged =
          merge(
              new MergeOptions(
                  root.resolve(output),
                  Optional.empty(),
                  List.of(),
                  List.of("en"),
                  Optional.empty(),
                  Optional.empty(),
                  Map.of(),
                  false,
                  false,
                  false));
      final Path file = file(merged, 0);
      run(root, List.of("ffmpeg", "-v", "error", "-nostdin", "-y", "-i", output, "out.srt"));
      assertThat(Files.readString(root.resolve("out.srt")))
          .containsSubsequence("one", "across", "two")
          .containsOnlyOnce("across");
      final double shown = shown(file).getFirst() - times(file, "v").getFirst();
      assertThat(shown).as(output).isCloseTo(1.0, within(0.05));
    }
  }

  /** When the subtitles of a file begin: those of MP4 have empty ones between them. */
  private static List<Double> shown(Path file) throws Exception {
    final String packets =
        run(
            file.getParent(),
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "s",
                "-show_entries",
                "packet=pts_time,size",
                "-of",
                "csv=p=0",
                file.toString()));
    return packets
        .lines()
        .map(l -> l.split(","))
        .filter(l -> l.length > 1 && Integer.parseInt(l[1]) > 2)
        .map(l -> Double.parseDouble(l[0]))
        .toList();
  }

  @Test
  void periods_follow_each_other() throws Exception {
    for (String name : List.of("a", "b")) {
      ffmpeg(
          "-i source.mp4 -c copy -f dash -seg_duration 2 -init_seg_name NAME-$RepresentationID$.m4s -media_seg_name NAME-$RepresentationID$-$Number$.m4s NAME.mpd"
              .replace("NAME", name));
    }
    final String one = Files.readString(media.resolve("a.mpd"));
    final String other = Files.readString(media.resolve("b.mpd"));
    final String second =
        other
            .substring(other.indexOf("<Period"), other.indexOf("</MPD>"))
            .replace("id=\"0\" start=\"PT0.0S\"", "id=\"second\" start=\"PT8.0S\"");
    Files.writeString(
        media.resolve("both.mpd"),
        one.replace("</MPD>", second + "</MPD>").replace("PT8.0S\"\n\tmax", "PT16.0S\"\n\tmax"));
    final MergeResult merged = merged("both.mpd", "out.mp4", false);
    assertThat(merged.files()).hasSize(1);
    final List<Double> times = times(file(merged, 0), "v");
    final List<Double> once = times(source, "v");
    assertThat(times).hasSize(2 * once.size());
    sameTimes(once, times.subList(once.size(), times.size()));
    assertThat(times.get(once.size()) - times.getFirst()).isCloseTo(8.0, within(0.1));
    assertThat(times(file(merged, 0), "a")).hasSize(2 * times(source, "a").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cenc", "cbcs"})
  void clear_keys_decrypt_what_another_packager_encrypted(String scheme) throws Exception {
    final String id = "112233445566778899aabbccddeeff00";
    final String key = "00112233445566778899aabbccddeeff";
    Packager.encrypt(root.resolve("npm"), source, scheme, id, key);
    record("index.mpd");
    final MergeOptions plain =
        new MergeOptions(root.resolve("out.mp4"), Optional.empty(), List.of(), false, false, false);
    assertThatThrownBy(() -> merge(plain))
        .isInstanceOf(MergeException.class)
        .hasMessageContaining("recorded, not merged")
        .hasMessageContaining(id);
    final MergeResult merged =
        merge(
            new MergeOptions(
                plain.output(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(id, key),
                false,
                false,
                false));
    sameTimes(times(source, "v"), times(file(merged, 0), "v"));
    assertThat(hash(file(merged, 0))).isEqualTo(hash(source));
  }

  private static String hash(Path file) throws Exception {
    return run(
        file.getParent(),
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-i",
            file.toString(),
            "-map",
            "0:v",
            "-c",
            "copy",
            "-bsf:v",
            "h264_mp4toannexb",
            "-f",
            "streamhash",
            "-hash",
            "md5",
            "-"));
  }

  private MergeResult merged(String manifest, String output, boolean close) throws Exception {
    record(manifest);
    return merge(output, close, Optional.empty());
  }

  private void record(String manifest) throws Exception {
    try (FileServer files = FileServer.start(media);
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final RecordOptions all = RecordOptions.of(files.uri(manifest));
      new Rig(
              root.resolve("sessions"),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r))
          .record(
              "s",
              new RecordOptions(
                  all.source(),
                  all.selection(),
                  all.interval(),
                  new RecordOptions.Persistence.Counted(0, Duration.ZERO),
                  all.concurrency(),
                  0,
                  all.limits()));
    }
  }

  private MergeResult merge(String output, boolean close, Optional<String> onChange)
      throws Exception {
    return merge(
        new MergeOptions(
            root.resolve(output), Optional.empty(), List.of(), close, onChange.isPresent(), false));
  }

  private MergeResult merge(MergeOptions options) throws Exception {
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("s")) {
      return new Merger(
              session,
              options,
              FfmpegTool.find("ffmpeg").orElseThrow(),
              FfmpegTool.find("ffprobe").orElseThrow())
          .merge();
    }
  }

  private static Path file(MergeResult merged, int number) {
    return merged.files().get(number).path();
  }

  private void playlist(String name, List<String> lines) throws Exception {
    final StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n");
    for (String line : lines) {
      text.append(line.equals("!") ? "#EXT-X-DISCONTINUITY\n" : "#EXTINF:2,\n" + line + "\n");
    }
    Files.writeString(media.resolve(name), text.append("#EXT-X-ENDLIST\n"));
  }

  private void master(String video, String audio) throws Exception {
    Files.writeString(
        media.resolve("master.m3u8"),
        "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",LANGUAGE=\"en\",URI=\""
            + audio
            + "\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\n"
            + video
            + "\n");
  }

  /** The same number of packets, each as far from the first as in the source. */
  private static void sameTimes(List<Double> source, List<Double> merged) {
    assertThat(merged).hasSameSizeAs(source);
    for (int i = 0; i < source.size(); i++) {
      assertThat(merged.get(i) - merged.getFirst())
          .isCloseTo(source.get(i) - source.getFirst(), within(0.0015));
    }
  }

  private static double skew(Path file) throws Exception {
    return times(file, "a").getFirst() - times(file, "v").getFirst();
  }

  private static double span(Path file) throws Exception {
    final List<Double> times = times(file, "v");
    return times.getLast() - times.getFirst();
  }

  /** The presentation times of a file's packets, sorted. */
  private static List<Double> times(Path file, String stream) throws Exception {
    final String text =
        run(
            file.getParent(),
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                stream,
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                file.toString()));
    final List<Double> times = new ArrayList<>();
    text.lines()
        .map(l -> l.replace(",", "").strip())
        .filter(l -> !l.isEmpty())
        .forEach(l -> times.add(Double.parseDouble(l)));
    times.sort(null);
    return times;
  }

  private void ffmpeg(String arguments) throws Exception {
    final List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of(arguments.split(" ")));
    assertThat(run(media, command)).isEmpty();
  }

  private static String run(Path folder, List<String> command) throws Exception {
    final Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    final String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
