package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aircheck.testkit.process.Ffmpeg;

/** Folders of whole streams, made by ffmpeg; each with something that loops stumble over. */
final class LoopFixture {
  private static final String PICTURES = "testsrc2=size=320x180:rate=25";

  private final Path root;

  LoopFixture(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Runs ffmpeg, or ffprobe; what it wrote. */
  static String run(Path folder, String program, List<String> arguments)
      throws IOException, InterruptedException {
    final Path ffmpeg = Ffmpeg.required();
    final List<String> command =
        new ArrayList<>(List.of(ffmpeg.resolveSibling(program).toString(), "-v", "error"));
    command.addAll(arguments);
    final Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    final String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** Splits options at white space; what has spaces in itself comes as arguments behind them. */
  private Path encode(String stream, int seconds, String inputs, String options) throws Exception {
    final Path folder = Files.createDirectories(root.resolve(stream));
    final List<String> arguments = new ArrayList<>(List.of("-y"));
    for (String input : inputs.split(" ")) {
      arguments.addAll(List.of("-t", Integer.toString(seconds), "-f", "lavfi", "-i", input));
    }
    arguments.addAll(List.of(options.strip().split("\\s+")));
    run(folder, "ffmpeg", arguments);
    return folder;
  }

  private static final String X264 =
      " -c:v libx264 -preset ultrafast -bf 2 -sc_threshold 0 -pix_fmt yuv420p ";

  /**
   * The classic layout: three variants as transport streams, a folder for each, and B-frames, so
   * that the first picture is shown at 0.08 s.
   */
  Path classic(String stream, int seconds) throws Exception {
    final Path folder = Files.createDirectories(root.resolve(stream));
    run(
        folder,
        "ffmpeg",
        List.of(
            ("-y|-f|lavfi|-i|"
                    + PICTURES
                    + "|-f|lavfi|-i|sine=frequency=440:sample_rate=48000|-t|"
                    + seconds
                    + "|-map|0:v|-map|1:a|-map|0:v|-map|1:a|-map|0:v|-map|1:a|-c:v|libx264|-preset|ultrafast|-bf|2|-g|50|-sc_threshold|0"
                    + "|-pix_fmt|yuv420p|-b:v:0|800k|-b:v:1|400k|-b:v:2|200k|-c:a|aac|-muxdelay|0|-f|hls|-hls_time|4|-hls_playlist_type|vod|-master_pl_name|abr.m3u8"
                    + "|-var_stream_map|v:0,a:0,name:1000k v:1,a:1,name:500k v:2,a:2,name:250k"
                    + "|-hls_segment_filename|%v/s%d.ts|%v/index.m3u8")
                .split("\\|")));
    return folder;
  }

  /**
   * CMAF with separate sound in segments of 3 s beside pictures in segments of 4 s, whose sums
   * differ; with subtitles and key frames for trick play.
   */
  Path cmaf(String stream) throws Exception {
    return cmaf(stream, 24);
  }

  /** The same of another length, a multiple of 4 s. */
  Path cmaf(String stream, int seconds) throws Exception {
    final Path folder =
        encode(
            stream,
            seconds,
            PICTURES,
            X264
                + "-g 100 -b:v 300k -f hls -hls_time 4 -hls_playlist_type vod -hls_segment_type fmp4 -hls_fmp4_init_filename vi.mp4 -hls_segment_filename v%d.m4s video.m3u8");
    encode(
        stream,
        seconds,
        "sine=frequency=440:sample_rate=48000",
        "-c:a aac -f hls -hls_time 3 -hls_playlist_type vod -hls_segment_type fmp4 -hls_fmp4_init_filename ai.mp4 -hls_segment_filename a%d.m4s audio.m3u8");
    final StringBuilder subtitles =
        new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-PLAYLIST-TYPE:VOD\n");
    for (int i = 0; i < seconds / 4; i++) {
      Files.writeString(
          folder.resolve("t" + i + ".vtt"),
          "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n00:00:%02d.000 --> 00:00:%02d.500\n%d\n"
              .formatted(i * 4, i * 4 + 3, i));
      subtitles.append("#EXTINF:4.0,\nt").append(i).append(".vtt\n");
    }
    Files.writeString(folder.resolve("text.m3u8"), subtitles + "#EXT-X-ENDLIST\n");
    Files.writeString(folder.resolve("stills.m3u8"), stills(folder, seconds / 4));
    Files.writeString(
        folder.resolve("master.m3u8"),
        """
        #EXTM3U
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Ton",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1",URI="audio.m3u8"
        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="t",NAME="Text",LANGUAGE="de",URI="text.m3u8"
        #EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="Captions",INSTREAM-ID="CC1"
        #EXT-X-STREAM-INF:BANDWIDTH=500000,AVERAGE-BANDWIDTH=400000,RESOLUTION=320x180,CODECS="avc1.42c015,mp4a.40.2",AUDIO="a",SUBTITLES="t",CLOSED-CAPTIONS="c"
        video.m3u8
        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,RESOLUTION=320x180,CODECS="avc1.42c015",URI="stills.m3u8"
        """);
    return folder;
  }

  /** The key frame of each segment, by its bytes. */
  private static String stills(Path folder, int count) throws IOException {
    final StringBuilder list =
        new StringBuilder(
            "#EXTM3U\n#EXT-X-VERSION:5\n#EXT-X-TARGETDURATION:4\n#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\"vi.mp4\"\n");
    for (int i = 0; i < count; i++) {
      final long size = Files.size(folder.resolve("v" + i + ".m4s"));
      list.append("#EXTINF:4.0,\n#EXT-X-BYTERANGE:%d@0\nv%d.m4s\n".formatted(size / 3, i));
    }
    return list + "#EXT-X-ENDLIST\n";
  }

  /** AES-128 whose initialization vectors are the segments' numbers, which begin at 7. */
  Path encrypted(String stream) throws Exception {
    final Path folder =
        encode(
            stream,
            16,
            PICTURES,
            X264
                + "-g 50 -b:v 200k -f hls -hls_time 4 -start_number 7 -hls_playlist_type vod -hls_segment_filename s%d.ts index.m3u8");
    final byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    Files.write(folder.resolve("k.key"), key);
    for (int number = 7; number < 11; number++) {
      final Path segment = folder.resolve("s" + number + ".ts");
      final Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new IvParameterSpec(ByteBuffer.allocate(16).putLong(8, number).array()));
      Files.write(segment, cipher.doFinal(Files.readAllBytes(segment)));
    }
    final Path playlist = folder.resolve("index.m3u8");
    Files.writeString(
        playlist,
        Files.readString(playlist)
            .replaceFirst("#EXTINF", "#EXT-X-KEY:METHOD=AES-128,URI=\"k.key\"\n#EXTINF"));
    return folder;
  }

  /** Two encodings one behind the other, with sound of their own that has the discontinuity too. */
  Path broken(String stream) throws Exception {
    final Path folder = Files.createDirectories(root.resolve(stream));
    for (String part : List.of("x", "y")) {
      encode(
          stream,
          part.equals("x") ? 8 : 12,
          PICTURES + " sine=frequency=440:sample_rate=44100",
          "-map 0:v"
              + X264
              + "-g 50 -b:v 200k -f hls -hls_time 4 -hls_playlist_type vod -hls_segment_filename v"
              + part
              + "%d.ts v"
              + part
              + ".txt -map 1:a -c:a aac -f hls -hls_time 4 -hls_playlist_type vod -hls_segment_filename a"
              + part
              + "%d.ts a"
              + part
              + ".txt");
    }
    for (String kind : List.of("v", "a")) {
      final String first =
          Files.readString(folder.resolve(kind + "x.txt")).replace("#EXT-X-ENDLIST\n", "");
      final String second = Files.readString(folder.resolve(kind + "y.txt"));
      Files.writeString(
          folder.resolve(kind + ".m3u8"),
          first.replaceAll("#EXT-X-TARGETDURATION:\\d+", "#EXT-X-TARGETDURATION:5")
              + "#EXT-X-DISCONTINUITY\n"
              + second.substring(second.indexOf("#EXTINF")));
    }
    Files.writeString(
        folder.resolve("index.m3u8"),
        """
        #EXTM3U
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,URI="a.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=300000,CODECS="avc1.42c015,mp4a.40.2",AUDIO="a"
        v.m3u8
        """);
    return folder;
  }

  /** One file in byte ranges. */
  Path ranges(String stream) throws Exception {
    return encode(
        stream,
        16,
        PICTURES,
        X264
            + "-g 50 -b:v 200k -f hls -hls_time 4 -hls_playlist_type vod -hls_flags single_file -hls_segment_filename all.ts index.m3u8");
  }

  /** A single segment. */
  Path one(String stream) throws Exception {
    return encode(
        stream,
        3,
        PICTURES,
        X264
            + "-g 50 -b:v 200k -f hls -hls_time 4 -hls_playlist_type vod -hls_segment_filename s%d.ts index.m3u8");
  }

  /** Packed audio of 44.1 kHz. */
  Path packed(String stream) throws Exception {
    return encode(
        stream,
        13,
        "sine=frequency=440:sample_rate=44100",
        "-c:a aac -f segment -segment_time 3 -segment_format adts -segment_list index.m3u8 -segment_list_type m3u8 s%d.aac");
  }

  /** Segments of 6 s and of 2 s: a window without the long one would promise too little. */
  Path uneven(String stream) throws Exception {
    return encode(
        stream,
        30,
        PICTURES,
        X264
            + "-force_key_frames 0,6,8,10,12,14,16,18,20,22,24,26,28 -b:v 200k -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_filename s%d.ts index.m3u8");
  }

  /** DASH with templates. */
  Path dash(String stream, int seconds) throws Exception {
    return dash(stream, seconds, "");
  }

  /** DASH with lists of byte ranges of one file for each representation. */
  Path dashRanges(String stream, int seconds) throws Exception {
    return dash(stream, seconds, "-use_template 0 -use_timeline 0 -single_file 1 ");
  }

  private Path dash(String stream, int seconds, String options) throws Exception {
    return encode(
        stream,
        seconds,
        PICTURES + " sine=frequency=440:sample_rate=48000",
        "-map 0:v -map 1:a"
            + X264
            + "-g 50 -b:v 300k -c:a aac -f dash -seg_duration 4 "
            + options
            + "manifest.mpd");
  }

  /** A copy with the same times of change. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        final Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** A playlist's durations, in their order. */
  static List<Double> stated(Path playlist) throws IOException {
    return Files.readAllLines(playlist).stream()
        .filter(l -> l.startsWith("#EXTINF:"))
        .map(l -> Double.parseDouble(l.substring(8).split(",")[0].toLowerCase(Locale.ROOT)))
        .toList();
  }
}
