package org.aircheck.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.server.LoopServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code aircheck loop FOLDER [HOST] [PORT]}. */
@Command(
    name = "loop",
    description = "Serve every stream in a folder as a live channel that never ends, until Ctrl+C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A stream is FOLDER/NAME/abr.m3u8, or any other multivariant playlist, a media playlist alone, an MPD,",
      "or a recorded session. http://HOST:PORT/NAME.m3u8 and /NAME.mpd are its addresses; / lists all."
    })
@SuppressWarnings("NullAway.Init") // set by picocli
final class LoopCommand implements Callable<Integer> {
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  @Spec private CommandSpec spec;
  @ParentCommand private Aircheck program;
  @Mixin private ProtocolArgument protocol;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "Where the streams are.")
  private Path folder;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PORT",
      defaultValue = "5000",
      description = "The port to listen on (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      defaultValue = "30",
      converter = Durations.class,
      description =
          "How much is listed, at least; never less than three target durations (default: ${DEFAULT-VALUE}).")
  private Duration window;

  @Option(
      names = "--epoch",
      paramLabel = "INSTANT",
      converter = Instants.class,
      description =
          "When the first pass began: the same on every node (default: 2020-01-01T00:00:00Z, then what the index says).")
  private @Nullable Instant epoch;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      converter = NowOrInstant.class,
      description =
          "Begin then, with the first segment; before, playlists are empty. \"now\" begins anew.")
  private @Nullable Instant start;

  @Option(
      names = "--end",
      paramLabel = "INSTANT",
      converter = Instants.class,
      description = "End then: playlists get an EXT-X-ENDLIST.")
  private @Nullable Instant end;

  @Option(
      names = "--event",
      description =
          "Nothing slides out of the playlists; it begins when it is first served, or at --start.")
  private boolean event;

  @Option(
      names = "--once",
      description = "Play once and end; it begins when it is first served, or at --start.")
  private boolean once;

  @Option(names = "--no-dates", description = "No EXT-X-PROGRAM-DATE-TIME in playlists.")
  private boolean noDates;

  @Option(
      names = "--rescan",
      description = "Forget the index: measure all files anew, then begin anew with them.")
  private boolean rescan;

  @Option(
      names = "--allow-now",
      description = "Let viewers say what time it is, with ?now=INSTANT: for tests.")
  private boolean allowNow;

  @Option(
      names = "--check",
      description = "Measure everything, print what a player would notice, and exit.")
  private boolean check;

  /** An instant, or the present. */
  static final class NowOrInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return text.equals("now")
          ? Instant.ofEpochSecond(InstantSource.system().instant().getEpochSecond())
          : new Instants().convert(text);
    }
  }

  @Override
  public Integer call() throws Exception {
    final Loops loops =
        new Loops(
            folder,
            Plugins.userFolder().resolve("cache").resolve("loop"),
            options(),
            rescan,
            program.quiet(),
            spec.commandLine().getOut());
    if (check) {
      return loops.check(protocol);
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "the port must be 0 to 65535, not " + port);
    }
    return loops.serve(new LoopServer.Options(host, port, !noDates, allowNow), protocol);
  }

  private ChannelOptions options() {
    if (window.isNegative() || window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new ParameterException(
          spec.commandLine(), "the window must be more than 0 s and at most 24 h");
    }
    if (start != null && epoch != null) {
      throw new ParameterException(
          spec.commandLine(), "--start and --epoch exclude each other: both say when it begins");
    }
    final Optional<Instant> stop = Optional.ofNullable(end);
    final Optional<Instant> begin = Optional.ofNullable(start).or(() -> Optional.ofNullable(epoch));
    if (stop.isPresent() && begin.isPresent() && !stop.get().isAfter(begin.get())) {
      throw new ParameterException(spec.commandLine(), "--end must be after the beginning");
    }
    return new ChannelOptions(
        Optional.ofNullable(epoch), Optional.ofNullable(start), stop, once, event, window);
  }
}
