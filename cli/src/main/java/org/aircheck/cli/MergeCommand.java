package org.aircheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import picocli.CommandLine.ParameterException;
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
  private static final Pattern KEY = Pattern.compile("([0-9a-fA-F-]{32,36}):([0-9a-fA-F]{32})");

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
      paramLabel = "ID|LANG",
      description =
          "An audio track, or a language; may be given several times (default: the best that belongs to the video).")
  private List<String> audio = List.of();

  @Option(
      names = "--subtitles",
      paramLabel = "ID|LANG",
      description = "A subtitle track (WebVTT); may be given several times (default: none).")
  private List<String> subtitles = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Begin so long after the beginning, at a segment's start.")
  private @Nullable Duration from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "End so long after the beginning, at a segment's end.")
  private @Nullable Duration to;

  @Option(
      names = "--key",
      paramLabel = "KID:KEY",
      description = "A clear key, both in hexadecimal digits; may be given several times.")
  private List<String> keys = List.of();

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

  @Option(names = "--json", description = "Print what came of it as JSON.")
  private boolean json;

  @Option(
      names = "--summary-file",
      paramLabel = "FILE",
      description = "Write that there, too: JSON for .json, else text.")
  private @Nullable Path summary;

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
    final SummaryFile file = SummaryFile.of(Optional.ofNullable(summary));
    final Map<String, String> decryption = keys();
    if (from != null && to != null && from.compareTo(to) >= 0) {
      throw new ParameterException(spec.commandLine(), "--from must be before --to");
    }
    final Thread merging = Thread.currentThread();
    try (SessionReader reader = folder.sessions().read(session);
        Interrupts ignored = new Interrupts(count -> merging.interrupt())) {
      final MergeOptions options =
          new MergeOptions(
              target.path(),
              Optional.ofNullable(video),
              audio,
              subtitles,
              Optional.ofNullable(from),
              Optional.ofNullable(to),
              decryption,
              gaps == Gaps.CLOSE,
              change == Change.FAIL,
              force);
      return print(new Merger(reader, options, ffmpeg, ffprobe).merge(), file);
    } catch (MergeException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, String> keys() {
    final Map<String, String> map = new HashMap<>();
    for (String key : keys) {
      final Matcher parts = KEY.matcher(key);
      if (!parts.matches()) {
        throw new ParameterException(
            spec.commandLine(), "'" + key + "': a key is written KID:KEY, 32 digits each");
      }
      map.put(
          parts.group(1).replace("-", "").toLowerCase(Locale.ROOT),
          parts.group(2).toLowerCase(Locale.ROOT));
    }
    return map;
  }

  private int print(MergeResult result, SummaryFile file) throws IOException {
    final PrintWriter out = spec.commandLine().getOut();
    final List<String> text = MergeText.lines(result);
    if (json) {
      out.println(MergeJson.of(result).toPrettyString());
    } else {
      text.forEach(out::println);
    }
    out.flush();
    file.write(text, MergeJson.of(result));
    return result.losses().isEmpty() ? Failures.OK : Failures.GAPS;
  }
}
