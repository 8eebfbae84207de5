package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.media.FfmpegTool;
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
import org.junit.jupiter.api.io.TempDir;

/** A source that ffmpeg made, sessions of it, and what came of merging them. */
abstract class MergeFixture {
  static final double FRAME = 0.04;
  static final String PICTURES =
      "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=frequency=440:sample_rate=48000"
          + " -t 8 -c:v libx264 -preset veryfast -bf 2 -g 50 -keyint_min 50 -sc_threshold 0 -pix_fmt yuv420p -c:a aac";

  @TempDir Path root;
  Path media;
  Path source;

  @BeforeEach
  void makeTheSource() throws Exception {
    Ffmpeg.required();
    media = Files.createDirectories(root.resolve("media"));
    source = media.resolve("source.mp4");
    ffmpeg(PICTURES + " source.mp4");
  }

  MergeResult merged(String manifest, String output, boolean close) throws Exception {
    record(manifest);
    return merge(output, close, Optional.empty());
  }

  void record(String manifest) throws Exception {
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

  MergeResult merge(String output, boolean close, Optional<String> onChange) throws Exception {
    return merge(
        new MergeOptions(
            root.resolve(output), Optional.empty(), List.of(), close, onChange.isPresent(), false));
  }

  MergeResult merge(MergeOptions options) throws Exception {
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("s")) {
      return new Merger(
              session,
              options,
              FfmpegTool.find("ffmpeg").orElseThrow(),
              FfmpegTool.find("ffprobe").orElseThrow())
          .merge();
    }
  }

  static Path file(MergeResult merged, int number) {
    return merged.files().get(number).path();
  }

  void playlist(String name, List<String> lines) throws Exception {
    final StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n");
    for (String line : lines) {
      text.append(line.equals("!") ? "#EXT-X-DISCONTINUITY\n" : "#EXTINF:2,\n" + line + "\n");
    }
    Files.writeString(media.resolve(name), text.append("#EXT-X-ENDLIST\n"));
  }

  void master(String video, String audio) throws Exception {
    Files.writeString(
        media.resolve("master.m3u8"),
        "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"x\",LANGUAGE=\"en\",URI=\""
            + audio
            + "\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\n"
            + video
            + "\n");
  }

  /** The same number of packets, each as far from the first as in the source. */
  static void sameTimes(List<Double> source, List<Double> merged) {
    assertThat(merged).hasSameSizeAs(source);
    for (int i = 0; i < source.size(); i++) {
      assertThat(merged.get(i) - merged.getFirst())
          .isCloseTo(source.get(i) - source.getFirst(), within(0.0015));
    }
  }

  static double skew(Path file) throws Exception {
    return times(file, "a").getFirst() - times(file, "v").getFirst();
  }

  static double span(Path file) throws Exception {
    final List<Double> times = times(file, "v");
    return times.getLast() - times.getFirst();
  }

  /** The presentation times of a file's packets, sorted. */
  static List<Double> times(Path file, String stream) throws Exception {
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

  void ffmpeg(String arguments) throws Exception {
    final List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of(arguments.split(" ")));
    assertThat(run(media, command)).isEmpty();
  }

  static String run(Path folder, List<String> command) throws Exception {
    final Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    final String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
