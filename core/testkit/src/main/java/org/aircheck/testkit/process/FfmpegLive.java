package org.aircheck.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.aircheck.testkit.Poll;

/**
 * A live HLS channel that ffmpeg encodes in real time into a folder: {@code master.m3u8}, {@code
 * v0/index.m3u8}, {@code v0/seg0.ts} or {@code .m4s}, and {@code a0/} for separate audio. Serve it
 * with {@link FileServer}.
 */
public final class FfmpegLive implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final int RATE = 25;
  private static final int SEGMENTS_PER_KEY = 3;

  private final Path folder;
  private final Child process;
  private final Optional<KeyRotation> keys;

  private FfmpegLive(Path folder, Child process, Optional<KeyRotation> keys) {
    this.folder = folder;
    this.process = process;
    this.keys = keys;
  }

  /**
   * Starts encoding; skips the test when there is no ffmpeg. Returns when the playlists are there.
   */
  public static FfmpegLive hls(Path folder, LiveEncoding encoding) {
    final Path program = Ffmpeg.required();
    final Path absolute = folder.toAbsolutePath();
    final Optional<KeyRotation> keys =
        encoding.packaging() == LiveEncoding.Packaging.TS_AES128
            ? Optional.of(
                new KeyRotation(absolute, encoding.segment().multipliedBy(SEGMENTS_PER_KEY)))
            : Optional.empty();
    final Child process = Child.start(command(program, absolute, encoding), absolute);
    final FfmpegLive live = new FfmpegLive(absolute, process, keys);
    try {
      live.awaitPlaylists(encoding);
      return live;
    } catch (RuntimeException | AssertionError e) {
      live.close();
      throw e;
    }
  }

  private void awaitPlaylists(LiveEncoding encoding) {
    final List<Path> playlists = new ArrayList<>(List.of(folder.resolve("master.m3u8")));
    for (int i = 0; i < encoding.variants(); i++) {
      playlists.add(folder.resolve("v" + i + "/index.m3u8"));
    }
    if (encoding.separateAudio()) {
      playlists.add(folder.resolve("a0/index.m3u8"));
    }
    Poll.until(
        START,
        () -> {
          if (!process.alive()) {
            throw new IllegalStateException("ffmpeg ended: " + process.output());
          }
          return playlists.stream().allMatch(Files::exists);
        },
        "ffmpeg's playlists");
  }

  private static List<String> command(Path program, Path folder, LiveEncoding encoding) {
    final List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-hide_banner", "-loglevel", "warning", "-nostdin"));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=" + RATE));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
    codecs(command, encoding);
    muxer(command, folder, encoding);
    return command;
  }

  private static void codecs(List<String> command, LiveEncoding encoding) {
    for (int i = 0; i < encoding.variants(); i++) {
      command.addAll(List.of("-map", "0:v", "-b:v:" + i, 200 * (i + 1) + "k"));
    }
    for (int i = 0; i < (encoding.separateAudio() ? 1 : encoding.variants()); i++) {
      command.addAll(List.of("-map", "1:a"));
    }
    final String frames = Long.toString(encoding.segment().multipliedBy(RATE).toSeconds());
    command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    command.addAll(List.of("-g", frames, "-keyint_min", frames, "-sc_threshold", "0"));
    command.addAll(List.of("-c:a", "aac", "-b:a", "64k"));
  }

  private static void muxer(List<String> command, Path folder, LiveEncoding encoding) {
    final StringJoiner flags = new StringJoiner("+").add("independent_segments");
    final List<String> more = new ArrayList<>();
    if (encoding.deleteThreshold().isPresent()) {
      flags.add("delete_segments");
      more.addAll(
          List.of(
              "-hls_delete_threshold", Integer.toString(encoding.deleteThreshold().getAsInt())));
    }
    String extension = "ts";
    switch (encoding.packaging()) {
      case TS -> {}
      case FMP4 -> {
        extension = "m4s";
        more.addAll(List.of("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4"));
      }
      case TS_AES128 -> {
        flags.add("periodic_rekey");
        more.addAll(List.of("-hls_key_info_file", KeyRotation.info(folder).toString()));
      }
    }
    final double seconds = encoding.segment().toMillis() / 1e3;
    command.addAll(List.of("-f", "hls", "-hls_time", String.format(Locale.ROOT, "%.3f", seconds)));
    command.addAll(List.of("-hls_list_size", Integer.toString(encoding.window())));
    command.addAll(List.of("-hls_flags", flags.toString()));
    command.addAll(more);
    command.addAll(List.of("-master_pl_name", "master.m3u8", "-var_stream_map", streams(encoding)));
    command.addAll(
        List.of("-hls_segment_filename", folder.resolve("%v/seg%d." + extension).toString()));
    command.add(folder.resolve("%v/index.m3u8").toString());
  }

  private static String streams(LiveEncoding encoding) {
    final StringJoiner streams = new StringJoiner(" ");
    for (int i = 0; i < encoding.variants(); i++) {
      streams.add(
          "v:" + i + (encoding.separateAudio() ? ",agroup:aud" : ",a:" + i) + ",name:v" + i);
    }
    if (encoding.separateAudio()) {
      streams.add("a:0,agroup:aud,name:a0");
    }
    return streams.toString();
  }

  /** Where it writes. */
  public Path folder() {
    return folder;
  }

  /**
   * Ends the stream as an encoder does that is asked to: the last segment is finished,
   * EXT-X-ENDLIST is written.
   */
  public void finish() {
    process.terminate();
    process.awaitExit(START);
  }

  /** Kills the encoder; the files stay. */
  @Override
  public void close() {
    keys.ifPresent(KeyRotation::close);
    process.close();
  }
}
