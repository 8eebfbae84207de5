package org.aircheck.engine.media;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffmpeg.BaseInput;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import com.github.kokorin.jaffree.ffmpeg.FFmpegResultFuture;
import com.github.kokorin.jaffree.ffmpeg.PipeInput;
import com.github.kokorin.jaffree.ffmpeg.UrlInput;
import com.github.kokorin.jaffree.ffmpeg.UrlOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * @param source where its bytes come from
   * @param format as ffmpeg calls it: {@code mpegts}, {@code mp4}
   * @param carries what of it is wanted
   * @param language of its sound or text, BCP 47
   * @param decryptionKey hexadecimal, of what is encrypted sample by sample
   */
  public record Input(
      Source source,
      String format,
      Carries carries,
      Optional<String> language,
      Optional<String> decryptionKey) {}

  /** What of an input is wanted. */
  public enum Carries {
    /** Pictures, and sound that comes with them. */
    VIDEO,
    /** Sound. */
    AUDIO,
    /** Subtitles. */
    TEXT
  }

  /** Where a stream's bytes come from. */
  public sealed interface Source {
    /**
     * From us, with the timestamps that are wanted.
     *
     * @param bytes read to its end, and closed, on a thread of ffmpeg's
     */
    record Stream(InputStream bytes) implements Source {}

    /**
     * From files, one behind the other, read by ffmpeg itself: a pipe costs half as much again.
     *
     * @param files in order
     * @param shift added to all timestamps, in ticks of 90 kHz
     */
    record Pieces(List<Path> files, long shift) implements Source {
      /** Copies the list. */
      public Pieces {
        files = List.copyOf(files);
      }
    }
  }

  /** Whether this ffmpeg can read {@link Source.Pieces}: since 5.0. */
  public boolean readsPieces() {
    return ffmpeg.hasProtocol("concatf");
  }

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
    final List<Path> lists = new ArrayList<>();
    try {
      mux(inputs, output, container, offset, lists);
    } catch (IOException e) {
      throw new MediaException("can't write a list for ffmpeg: " + e.getMessage(), e);
    } finally {
      lists.forEach(Muxer::delete);
    }
  }

  private static void delete(Path list) {
    try {
      Files.deleteIfExists(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in the folder of temporary files, which we made it in
    }
  }

  private void mux(List<Input> inputs, Path output, String container, int offset, List<Path> lists)
      throws MediaException, InterruptedException, IOException {
    final FFmpeg command = new FFmpeg(ffmpeg.path()).setLogLevel(LogLevel.WARNING);
    for (Input input : inputs) {
      final BaseInput<?> source = source(input.source(), lists);
      input.decryptionKey().ifPresent(key -> source.addArguments("-decryption_key", key));
      command.addInput(
          source
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
    final Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      final Input input = inputs.get(i);
      if (input.carries() == Carries.VIDEO) {
        file.addMap(i, "v?");
      }
      final String kind = input.carries() == Carries.TEXT ? "s" : "a";
      file.addMap(i, kind + "?");
      final int number = counts.merge(kind, 1, Integer::sum) - 1;
      input
          .language()
          .ifPresent(
              l -> file.addArguments("-metadata:s:" + kind + ":" + number, "language=" + iso(l)));
    }
    if (container.equals("mp4")) {
      file.addArguments("-c:s", "mov_text");
    }
    run(command.addArgument("-copyts").addOutput(file).setOverwriteOutput(true));
  }

  private static BaseInput<?> source(Source source, List<Path> lists) throws IOException {
    return switch (source) {
      case Source.Stream stream -> PipeInput.pumpFrom(stream.bytes(), PIECE);
      case Source.Pieces pieces -> {
        final Path list = Files.createTempFile("aircheck", ".txt");
        lists.add(list);
        Files.write(list, pieces.files().stream().map(f -> "file:" + f.toAbsolutePath()).toList());
        yield UrlInput.fromUrl("concatf:" + list.toAbsolutePath())
            .addArguments(
                "-itsoffset",
                BigDecimal.valueOf(pieces.shift())
                    .divide(BigDecimal.valueOf(FragmentedMp4.CLOCK), 6, RoundingMode.HALF_EVEN)
                    .toPlainString());
      }
    };
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
