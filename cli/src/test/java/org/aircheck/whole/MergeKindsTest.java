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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.merge.MergeException;
import org.aircheck.engine.merge.MergeOptions;
import org.aircheck.engine.merge.MergeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed audio, subtitles, parts, periods and clear keys, merged. */
class MergeKindsTest extends MergeFixture {
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
}
