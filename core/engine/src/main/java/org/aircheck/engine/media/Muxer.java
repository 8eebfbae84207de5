package org.aircheck.engine.media;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import com.github.kokorin.jaffree.ffmpeg.FFmpegResultFuture;
import com.github.kokorin.jaffree.ffmpeg.PipeInput;
import com.github.kokorin.jaffree.ffmpeg.UrlOutput;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Puts streams into one file with ffmpeg, without coding anything anew. */
public final class Muxer {
  private static final int PIECE = 256 * 1024;
  private static final int LINES_KEPT = 5;

  private final FfmpegTool ffmpeg;

  /** With a certain ffmpeg. */
  public Muxer(FfmpegTool ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * A stream to put in.
   *
   * @param bytes read to its end, and closed, on a thread of ffmpeg's
   * @param format as ffmpeg calls it: {@code mpegts}, {@code mp4}
   * @param video whether its pictures are wanted
   * @param language of its sound, BCP 47
   */
  public record Input(InputStream bytes, String format, boolean video, Optional<String> language) {}

  /**
   * Writes a file. Timestamps stay as they are but for an offset.
   *
   * @param container as ffmpeg calls it: {@code mp4}, {@code matroska}
   * @param offset added to all timestamps, in seconds
   * @throws MediaException when ffmpeg fails, with its last words
   * @throws InterruptedException when the thread is interrupted; ffmpeg is gone then
   */
  public void mux(List<Input> inputs, Path output, String container, int offset)
      throws MediaException, InterruptedException {
    final FFmpeg command = new FFmpeg(ffmpeg.path()).setLogLevel(LogLevel.WARNING);
    for (Input input : inputs) {
      command.addInput(
          PipeInput.pumpFrom(input.bytes(), PIECE)
              .setFormat(input.format())
              .addArguments("-thread_queue_size", "512")
              .addArguments("-probesize", "20M")
              .addArguments("-analyzeduration", "20M"));
    }
    final UrlOutput file =
        UrlOutput.toPath(output)
            .setFormat(container)
            .addArguments("-c", "copy")
            .addArguments("-output_ts_offset", Integer.toString(offset))
            .addArguments("-avoid_negative_ts", "disabled")
            .addArguments("-max_interleave_delta", "0");
    if (container.equals("mp4")) {
      file.addArguments("-movflags", "+faststart");
    }
    int sounds = 0;
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).video()) {
        file.addMap(i, "v?");
      }
      file.addMap(i, "a?");
      if (inputs.get(i).language().isPresent()) {
        file.addArguments(
            "-metadata:s:a:" + sounds, "language=" + iso(inputs.get(i).language().get()));
      }
      sounds++;
    }
    run(command.addArgument("-copyts").addOutput(file).setOverwriteOutput(true));
  }

  /** ISO 639-2, which is what containers take, where the JDK knows it. */
  private static String iso(String tag) {
    try {
      final String three = Locale.forLanguageTag(tag).getISO3Language();
      return three.isEmpty() ? tag : three;
    } catch (MissingResourceException e) {
      return tag;
    }
  }

  private static void run(FFmpeg command) throws MediaException, InterruptedException {
    final ConcurrentLinkedDeque<String> said = new ConcurrentLinkedDeque<>();
    final FFmpegResultFuture running =
        command
            .setOutputListener(line -> {
              said.add(line);
              if (said.size() > LINES_KEPT) {
                said.poll();
              }
            })
            .executeAsync();
    try {
      running.get();
    } catch (InterruptedException e) {
      running.forceStop();
      throw e;
    } catch (ExecutionException | CancellationException | JaffreeException e) {
      final String last = said.stream().collect(Collectors.joining("; "));
      throw new MediaException(
          "ffmpeg failed: " + (last.isEmpty() ? String.valueOf(e.getMessage()) : last), e);
    }
  }
}
