package org.aircheck.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.Sessions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code aircheck record URL}. */
@Command(
    name = "record",
    description = "Record a live channel, exactly as it is served, until Ctrl+C or its end.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ctrl+C finishes what is under way and closes the session; a second one stops at once.",
      "Exit codes: 0 complete, 3 recorded with gaps, 1 failed, 2 wrong usage."
    })
final class RecordCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Aircheck program;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "The channel's manifest; several record to a session each.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private List<URI> urls;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "sessions",
      description = "The folder of the sessions (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path output;

  @Option(
      names = {"-s", "--session"},
      paramLabel = "NAME",
      description = "The session's name (default: session1, session2, ...).")
  private @Nullable String name;

  @Option(
      names = "--variants",
      paramLabel = "WHICH",
      defaultValue = "all",
      description =
          "all, best, worst, or a regular expression on a variant's description (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String variants;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "auto",
      description =
          "The pace of manifest reloads: auto catches every version (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String interval;

  @Option(
      names = "--retries",
      paramLabel = "COUNT",
      description =
          "Repeat a failed download so often, instead of as long as the origin must keep it.")
  private @Nullable Integer retries;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      converter = Durations.class,
      description = "Wait so long between repetitions (with --retries; default: 1).")
  private @Nullable Duration wait;

  @Option(
      names = "--concurrency",
      paramLabel = "COUNT",
      defaultValue = "8",
      description = "Downloads at a time (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--min-free",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Sizes.class,
      description = "Pause while less than this is free on the disk (default: ${DEFAULT-VALUE}).")
  private long minFree;

  @Option(names = "--resume", description = "Go on with the session of -s, or with the newest one.")
  private boolean resume;

  @Option(
      names = "--progress",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = "auto, lines, or json for one JSON object a line (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ProgressKind progress;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private EndArguments ends;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ProtocolArgument protocol;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private HttpArguments http;

  /** How progress is shown. */
  enum ProgressKind {
    AUTO,
    LINES,
    JSON
  }

  @Override
  public Integer call() throws Exception {
    final List<Recording> recordings = urls.stream().map(this::recording).toList();
    if (urls.size() > 1 && name != null) {
      throw new ParameterException(
          spec.commandLine(), "-s names one session; with several URLs leave it out");
    }
    if (resume && urls.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--resume goes on with one session; give one URL");
    }
    final Display display = display(spec.commandLine().getOut());
    return new RecordingRun(new Sessions(output), http.options(), protocol, display)
        .run(recordings);
  }

  private Recording recording(URI url) {
    http.checkAddress(url);
    if (concurrency < 1) {
      throw new ParameterException(spec.commandLine(), "--concurrency must be at least 1");
    }
    final RecordOptions options =
        new RecordOptions(
            url, selection(), pace(), persistence(), concurrency, minFree, ends.limits());
    return new Recording(options, Optional.ofNullable(name), resume);
  }

  private Selection selection() {
    return switch (variants) {
      case "all" -> Selection.ALL;
      case "best" -> new Selection.Extreme(true);
      case "worst" -> new Selection.Extreme(false);
      default -> {
        try {
          yield new Selection.Matching(Pattern.compile(variants));
        } catch (PatternSyntaxException e) {
          throw new ParameterException(
              spec.commandLine(),
              "--variants '" + variants + "' is no regular expression: " + e.getDescription());
        }
      }
    };
  }

  private Optional<Duration> pace() {
    if (interval.equals("auto")) {
      return Optional.empty();
    }
    final Duration pace = new Durations().convert(interval);
    if (!pace.isPositive()) {
      throw new ParameterException(spec.commandLine(), "--interval must be longer than 0");
    }
    return Optional.of(pace);
  }

  private RecordOptions.Persistence persistence() {
    if (retries == null && wait == null) {
      return new RecordOptions.Persistence.ToDeadline();
    }
    final int count = Optional.ofNullable(retries).orElse(10);
    if (count < 0) {
      throw new ParameterException(spec.commandLine(), "--retries must not be negative");
    }
    return new RecordOptions.Persistence.Counted(
        count, Optional.ofNullable(wait).orElse(Duration.ofSeconds(1)));
  }

  private Display display(PrintWriter out) {
    if (progress == ProgressKind.JSON) {
      return new JsonDisplay(out);
    }
    if (program.quiet()) {
      return new LineDisplay(out, false);
    }
    return progress == ProgressKind.AUTO && Output.isTerminal()
        ? new TerminalDisplay(out)
        : new LineDisplay(out, true);
  }

  /** When to end. */
  static final class EndArguments {
    @Option(
        names = "--duration",
        paramLabel = "TIME",
        converter = Durations.class,
        description = "End after this time, like 90 or 1h30m.")
    private @Nullable Duration duration;

    @Option(
        names = "--until",
        paramLabel = "TIME",
        converter = Instants.class,
        description = "End at this time, like 20:00 or 2026-03-01T20:00:00Z.")
    private @Nullable Instant until;

    @Option(
        names = "--max-size",
        paramLabel = "SIZE",
        converter = Sizes.class,
        description = "End when the session is so large, like 20G.")
    private @Nullable Long maxSize;

    @Option(
        names = "--give-up",
        paramLabel = "TIME",
        converter = Durations.class,
        description = "End when nothing could be received for so long (default: never).")
    private @Nullable Duration giveUp;

    @Option(
        names = "--live-end-timeout",
        paramLabel = "TIME",
        converter = Durations.class,
        description = "End when nothing new was announced for so long (default: never).")
    private @Nullable Duration liveEnd;

    RecordOptions.Limits limits() {
      return new RecordOptions.Limits(
          Optional.ofNullable(duration),
          Optional.ofNullable(until),
          maxSize == null ? OptionalLong.empty() : OptionalLong.of(maxSize),
          Optional.ofNullable(giveUp),
          Optional.ofNullable(liveEnd));
    }
  }
}
