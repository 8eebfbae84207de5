package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.merge.MergeException;
import org.aircheck.engine.merge.MergeOptions;
import org.aircheck.engine.merge.MergeResult;
import org.aircheck.engine.merge.Merger;
import org.aircheck.engine.store.SessionReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aircheck merge}. */
@Command(
    name = "merge",
    description = "Put a session's media into one MP4 or MKV, losslessly. Needs ffmpeg.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 merged, 3 merged with gaps, 1 failed, 2 wrong usage."})
@SuppressWarnings("NullAway.Init") // set by picocli
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionFolder folder;

  @Parameters(index = "0", paramLabel = "SESSION", description = "The session's name.")
  private String session;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "The file: .mp4 or .mkv; without a suffix it becomes .mkv.")
  private Path output;

  @Option(
      names = "--video",
      paramLabel = "ID",
      description = "The video track (default: the best).")
  private @Nullable String video;

  @Option(
      names = "--audio",
      paramLabel = "ID",
      description =
          "An audio track; may be given several times (default: the best that belongs to the video).")
  private List<String> audio = List.of();

  @Option(
      names = "--gaps",
      paramLabel = "WHAT",
      defaultValue = "keep",
      description =
          "keep (missing media stays a gap) or close (what follows moves up, on all tracks) (default: ${DEFAULT-VALUE}).")
  private Gaps gaps;

  @Option(
      names = "--on-change",
      paramLabel = "WHAT",
      defaultValue = "split",
      description =
          "When the resolution or the codec changes: split (a new file, OUTPUT-2) or fail (default: ${DEFAULT-VALUE}).")
  private Change change;

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  /** What becomes of missing media. */
  enum Gaps {
    KEEP,
    CLOSE
  }

  /** What becomes of a change. */
  enum Change {
    SPLIT,
    FAIL
  }

  @Override
  public Integer call() throws Exception {
    final FfmpegTool ffmpeg = tool("ffmpeg");
    final FfmpegTool ffprobe = tool("ffprobe");
    final Path target = target();
    final Thread merging = Thread.currentThread();
    try (SessionReader reader = folder.sessions().read(session);
        Interrupts ignored = new Interrupts(count -> merging.interrupt())) {
      final MergeOptions options =
          new MergeOptions(
              target,
              Optional.ofNullable(video),
              audio,
              gaps == Gaps.CLOSE,
              change == Change.FAIL,
              force);
      return print(new Merger(reader, options, ffmpeg, ffprobe).merge());
    } catch (MergeException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private static FfmpegTool tool(String name) throws CommandException {
    return FfmpegTool.find(name)
        .orElseThrow(() ->
            new CommandException(name + " is missing; \"aircheck doctor\" says how to install it"));
  }

  private Path target() throws CommandException {
    if (output.getFileName() == null) {
      throw new CommandException(output + " is no file");
    }
    final String name = output.getFileName().toString();
    final Path target = name.indexOf('.') < 0 ? output.resolveSibling(name + ".mkv") : output;
    if (!target.toString().matches("(?i).*\\.(mp4|m4v|mov|mkv)")) {
      throw new CommandException(target + ": only .mp4, .m4v, .mov and .mkv are written");
    }
    final Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
      throw new CommandException("can't write to " + parent + "; choose another folder");
    }
    if (Files.exists(target) && !force) {
      throw new CommandException(target + " is there already; --force writes over it");
    }
    return target;
  }

  private int print(MergeResult result) {
    final PrintWriter out = spec.commandLine().getOut();
    for (MergeResult.Written file : result.files()) {
      out.printf(
          "%s: %s, %s, sound and pictures apart by %d ms%n",
          file.path(),
          Durations.text(file.duration()),
          Sizes.text(file.bytes()),
          file.skew().toMillis());
    }
    if (result.files().size() > 1) {
      out.println("warning: the resolution or the codec changed; each has a file of its own");
    }
    out.printf("  segments  %d, the first of %s%n", result.segments(), result.first());
    for (MergeResult.Loss loss : result.losses()) {
      out.printf(
          "  missing   %s %d to %d, from %s%n",
          loss.track(), loss.first(), loss.last(), loss.from());
    }
    out.flush();
    return result.losses().isEmpty() ? Failures.OK : Failures.GAPS;
  }
}
