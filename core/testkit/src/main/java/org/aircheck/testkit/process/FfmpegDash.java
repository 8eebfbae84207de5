package org.aircheck.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aircheck.testkit.Poll;

/**
 * A live DASH channel that ffmpeg encodes in real time into a folder: {@code live.mpd}, two video
 * representations and one of audio, segments of a second. No file is ever deleted. Serve it with
 * {@link FileServer}.
 */
public final class FfmpegDash implements AutoCloseable {
  /** The manifest's name. */
  public static final String MANIFEST = "live.mpd";

  private static final Duration START = Duration.ofSeconds(30);
  private static final int RATE = 25;

  private final Child process;

  private FfmpegDash(Child process) {
    this.process = process;
  }

  /** How segments are addressed. */
  public enum Addressing {
    /** {@code $Number$} and a constant duration: the manifest does not change. */
    NUMBER("0", "$Number%05d$"),
    /** {@code $Number$} with a SegmentTimeline. */
    NUMBER_TIMELINE("1", "$Number%05d$"),
    /** {@code $Time$} with a SegmentTimeline. */
    TIME("1", "$Time$");

    private final String timeline;
    private final String name;

    Addressing(String timeline, String name) {
      this.timeline = timeline;
      this.name = name;
    }
  }

  /**
   * Starts encoding; skips the test when there is no ffmpeg. Returns when there is an MPD, and all
   * that it lists.
   */
  public static FfmpegDash start(Path folder, Addressing addressing) {
    final Path absolute = folder.toAbsolutePath();
    final Child process = Child.start(command(Ffmpeg.required(), absolute, addressing), absolute);
    final FfmpegDash live = new FfmpegDash(process);
    try {
      Poll.until(
          START,
          () -> {
            if (!process.alive()) {
              throw new IllegalStateException("ffmpeg ended: " + process.output());
            }
            return Files.exists(absolute.resolve(MANIFEST)) && isSound(absolute, addressing);
          },
          "ffmpeg's MPD");
      return live;
    } catch (RuntimeException | AssertionError e) {
      live.close();
      throw e;
    }
  }

  /**
   * Whether all that is listed is there: with {@code $Time$} ffmpeg names the first audio segment
   * by its encoder's delay, "-1024", and lists it as "0".
   */
  private static boolean isSound(Path folder, Addressing addressing) throws IOException {
    return addressing != Addressing.TIME
        || !Files.readString(folder.resolve(MANIFEST)).contains("t=\"0\"");
  }

  private static List<String> command(Path program, Path folder, Addressing addressing) {
    final List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-hide_banner", "-loglevel", "warning", "-nostdin"));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=" + RATE));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
    command.addAll(List.of("-map", "0:v", "-map", "0:v", "-map", "1:a"));
    command.addAll(List.of("-b:v:0", "200k", "-b:v:1", "400k", "-c:v", "libx264"));
    command.addAll(List.of("-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"));
    command.addAll(List.of("-g", "" + RATE, "-keyint_min", "" + RATE, "-sc_threshold", "0"));
    command.addAll(List.of("-f", "dash", "-seg_duration", "1", "-window_size", "5"));
    command.addAll(List.of("-extra_window_size", "1000", "-use_template", "1"));
    command.addAll(List.of("-use_timeline", addressing.timeline));
    command.addAll(List.of("-adaptation_sets", "id=0,streams=v id=1,streams=a"));
    command.addAll(List.of("-init_seg_name", "init-$RepresentationID$.m4s"));
    command.addAll(
        List.of("-media_seg_name", "chunk-$RepresentationID$-" + addressing.name + ".m4s"));
    command.add(folder.resolve(MANIFEST).toString());
    return command;
  }

  /** Ends the encoder. */
  @Override
  public void close() {
    process.close();
  }
}
