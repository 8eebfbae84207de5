package org.aircheck.cli;

import java.io.PrintWriter;
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
    final FfmpegTool ffmpeg = MergedFile.tool("ffmpeg");
    final FfmpegTool ffprobe = MergedFile.tool("ffprobe");
    final MergedFile target = MergedFile.of(output);
    if (!force) {
      target.refuseToReplace();
    }
    final Thread merging = Thread.currentThread();
    try (SessionReader reader = folder.sessions().read(session);
        Interrupts ignored = new Interrupts(count -> merging.interrupt())) {
      final MergeOptions options =
          new MergeOptions(
              target.path(),
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

  private int print(MergeResult result) {
    final PrintWriter out = spec.commandLine().getOut();
    MergeText.lines(result).forEach(out::println);
    out.flush();
    return result.losses().isEmpty() ? Failures.OK : Failures.GAPS;
  }
}
