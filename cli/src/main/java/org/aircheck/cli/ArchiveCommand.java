package org.aircheck.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.past.SearchBounds;
import org.aircheck.engine.record.PastOptions;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code aircheck archive URL OUTPUT}. */
@Command(
    name = "archive",
    description =
        "Put a whole event into one file: what is listed, what is no longer listed, and what is still to come.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ctrl+C ends the event here and merges what there is. The same command goes on where an earlier one was",
      "interrupted or killed: until the file is done, the segments are kept in OUTPUT.segments.",
      "Exit codes: 0 complete, 3 with gaps, 1 failed, 2 wrong usage."
    })
@SuppressWarnings("NullAway.Init") // set by picocli
final class ArchiveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Aircheck program;
  @Mixin private HttpArguments http;
  @Mixin private ProtocolArgument protocol;
  @Mixin private SearchArguments search;

  @Parameters(index = "0", paramLabel = "URL", description = "The event's MPD, or HLS playlist.")
  private URI url;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "The file: .mp4 or .mkv; without a suffix it becomes .mkv.")
  private Path output;

  @Option(
      names = {"-i", "--interactive"},
      description = "Show the qualities and ask which to take.")
  private boolean interactive;

  @Option(
      names = "--video-quality",
      paramLabel = "ID",
      arity = "1..*",
      description = "The video to take, in order of preference (default: the highest).")
  private List<String> video = List.of();

  @Option(
      names = "--audio-quality",
      paramLabel = "ID",
      arity = "1..*",
      description = "The audio to take, in order of preference (default: the highest).")
  private List<String> audio = List.of();

  @Option(
      names = "--poll-interval",
      paramLabel = "SECONDS",
      defaultValue = "2.0",
      converter = Durations.class,
      description = "The pace of manifest reloads (default: ${DEFAULT-VALUE}).")
  private Duration pollInterval;

  @Option(
      names = "--check-url-retries",
      paramLabel = "COUNT",
      defaultValue = "3",
      description = "Repeat the first request so often (default: ${DEFAULT-VALUE}).")
  private int checkUrlRetries;

  @Option(
      names = "--live-end-timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      converter = Durations.class,
      description =
          "The event is over when nothing new came for so long (default: ${DEFAULT-VALUE}).")
  private Duration liveEnd;

  @Option(
      names = "--min-free",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Sizes.class,
      description = "Pause while less than this is free on the disk (default: ${DEFAULT-VALUE}).")
  private long minFree;

  @Option(names = "--keep-segments", description = "Keep OUTPUT.segments, a session to replay.")
  private boolean keepSegments;

  @Option(
      names = "--summary-file",
      paramLabel = "FILE",
      description = "Write the summary there, too: JSON for .json, else text.")
  private @Nullable Path summary;

  @Option(names = "--ffmpeg-path", paramLabel = "FILE", description = "The ffmpeg to use.")
  private @Nullable Path ffmpeg;

  @Option(names = "--ffprobe-path", paramLabel = "FILE", description = "The ffprobe to use.")
  private @Nullable Path ffprobe;

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    checkArguments();
    final MergedFile target = MergedFile.of(output);
    final Tools tools = new Tools(tool("ffmpeg", ffmpeg), tool("ffprobe", ffprobe));
    final ArchiveFolder folder = ArchiveFolder.of(target, url, force);
    final SummaryFile file = SummaryFile.of(Optional.ofNullable(summary));
    final ArchiveDisplay display =
        new ArchiveDisplay(
            spec.commandLine().getOut(), program.quiet(), !program.quiet() && Output.isTerminal());
    final ArchiveRun.Plan plan =
        new ArchiveRun.Plan(
            url,
            new Selection.Preferred(video, audio),
            interactive
                ? Optional.of(new QualityMenu(spec.commandLine().getOut()))
                : Optional.empty(),
            search.past(),
            checkUrlRetries,
            keepSegments,
            protocol);
    return new ArchiveRun(plan, this::options, http.options(), tools, display)
        .run(folder, target, file);
  }

  /** Programs that an archive needs. */
  record Tools(FfmpegTool ffmpeg, FfmpegTool ffprobe) {}

  private void checkArguments() {
    http.checkAddress(url);
    if (!pollInterval.isPositive()) {
      throw new ParameterException(spec.commandLine(), "--poll-interval must be longer than 0");
    }
    if (checkUrlRetries < 0) {
      throw new ParameterException(spec.commandLine(), "--check-url-retries must not be negative");
    }
  }

  private RecordOptions options(Selection selection) {
    return new RecordOptions(
        url,
        selection,
        Optional.of(pollInterval),
        search.persistence(),
        Math.clamp(search.parallel(), 1, 16),
        minFree,
        new RecordOptions.Limits(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(liveEnd)));
  }

  private static FfmpegTool tool(String name, @Nullable Path path) throws CommandException {
    if (path == null) {
      return MergedFile.tool(name);
    }
    return FfmpegTool.at(path)
        .orElseThrow(() -> new CommandException(path + " does not run as " + name));
  }

  /** How to fetch, and how to search what is no longer listed. */
  static final class SearchArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--no-past", description = "Leave out what is no longer listed.")
    private boolean noPast;

    @Option(
        names = "--past-segment-delay",
        paramLabel = "SECONDS",
        defaultValue = "0",
        converter = Durations.class,
        description =
            "Wait so long between two requests for what is no longer listed (default: ${DEFAULT-VALUE}).")
    private Duration delay;

    @Option(
        names = "--max-search-requests",
        paramLabel = "COUNT",
        defaultValue = "50",
        description = "Requests of the search at a time, at most (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(
        names = "--search-chunk-size",
        paramLabel = "COUNT",
        defaultValue = "500",
        description = "Guesses for one segment, at most (default: ${DEFAULT-VALUE}).")
    private int chunk;

    @Option(
        names = "--end-stream-miss-threshold",
        paramLabel = "COUNT",
        defaultValue = "30000",
        description =
            "Guesses in a row that may hit nothing before the beginning counts as reached (default: ${DEFAULT-VALUE}).")
    private long misses;

    @Option(
        names = "--download-retries",
        paramLabel = "COUNT",
        defaultValue = "5",
        description =
            "Repeat a failed download at least so often; what must still be there is tried for longer (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(
        names = "--download-retry-delay",
        paramLabel = "SECONDS",
        defaultValue = "1.0",
        converter = Durations.class,
        description = "Wait so long before each repetition (default: ${DEFAULT-VALUE}).")
    private Duration retryDelay;

    int parallel() {
      return requests;
    }

    RecordOptions.Persistence persistence() {
      check();
      return new RecordOptions.Persistence.AtLeast(retries, retryDelay);
    }

    Optional<PastOptions> past() {
      check();
      return noPast
          ? Optional.empty()
          : Optional.of(
              new PastOptions(
                  new SearchBounds(requests, chunk, misses), retries, retryDelay, delay));
    }

    private void check() {
      final List<String> wrong = new ArrayList<>();
      if (requests < 1) {
        wrong.add("--max-search-requests must be at least 1");
      }
      if (chunk < 1) {
        wrong.add("--search-chunk-size must be at least 1");
      }
      if (misses < 1) {
        wrong.add("--end-stream-miss-threshold must be at least 1");
      }
      if (retries < 0) {
        wrong.add("--download-retries must not be negative");
      }
      if (!wrong.isEmpty()) {
        throw new ParameterException(spec.commandLine(), String.join("; ", wrong));
      }
    }
  }
}
