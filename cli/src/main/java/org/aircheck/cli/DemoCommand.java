package org.aircheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.media.TestClip;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.IndexFile;
import org.aircheck.engine.vod.Measurer;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodException;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.server.LoopServer;
import org.aircheck.server.ReplayOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code aircheck demo}. */
@Command(
    name = "demo",
    description =
        "Loop a clip as a live channel, record it for a while and replay it. Needs ffmpeg, and no network.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
final class DemoCommand implements Callable<Integer> {
  private static final String CHANNEL = "demo";

  @Spec private CommandSpec spec;
  @ParentCommand private Aircheck program;
  @Mixin private SessionFolder folder;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "20",
      converter = Durations.class,
      description = "How long to record (default: ${DEFAULT-VALUE} s).")
  private Duration duration;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "9090",
      description = "The replay's port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--no-replay", description = "Only record.")
  private boolean noReplay;

  @Override
  public Integer call() throws Exception {
    final PrintWriter out = spec.commandLine().getOut();
    final FfmpegTool ffmpeg =
        FfmpegTool.find("ffmpeg")
            .orElseThrow(() ->
                new CommandException(
                    "ffmpeg is missing; \"aircheck doctor\" says how to install it"));
    final Path media = Files.createTempDirectory("aircheck-demo");
    final String session = name();
    int code = Failures.FAILED;
    try (PluginHost plugins = Plugins.load()) {
      out.println("ffmpeg makes a clip with three variants and separate audio ...");
      TestClip.encode(ffmpeg, Files.createDirectories(media.resolve(CHANNEL)));
      try (LoopServer origin = loop(media, plugins)) {
        out.println("it is looped as a live channel, and recorded:");
        code = record(origin, session);
      }
    } finally {
      delete(media);
    }
    if (noReplay || code == Failures.FAILED) {
      return code;
    }
    return Replays.run(
        folder.sessions(), session, ReplayOptions.DEFAULTS.on("127.0.0.1", port), out);
  }

  private String name() {
    final Sessions sessions = folder.sessions();
    for (int i = 1; ; i++) {
      if (!Files.exists(sessions.folder("demo" + i))) {
        return "demo" + i;
      }
    }
  }

  private static LoopServer loop(Path media, PluginHost plugins)
      throws VodException, CommandException, InterruptedException {
    final InstantSource clock = InstantSource.system();
    final VodStream stream = FolderStreams.in(media, plugins.protocols()).streams().getFirst();
    final IndexFile index = IndexFile.of(media, CHANNEL, media);
    final VodChannel channel =
        VodChannel.open(
            stream, Loops.playout(plugins), ChannelOptions.DEFAULTS, index, clock.instant());
    final Optional<FfmpegTool> ffprobe = FfmpegTool.find("ffprobe");
    if (ffprobe.isPresent()) {
      channel.measure(new Measurer(new SegmentProbe(ffprobe.get()), 2), clock);
    }
    return LoopServer.start(
        new LoopServer.Options("127.0.0.1", 0, true, false),
        List.of(channel),
        List.of(),
        plugins.protocols(),
        clock);
  }

  private int record(LoopServer origin, String session) throws Exception {
    final RecordOptions.Limits limits =
        new RecordOptions.Limits(
            Optional.of(duration),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
    final RecordOptions options =
        new RecordOptions(
            URI.create("http://127.0.0.1:" + origin.port() + "/" + CHANNEL + ".m3u8"),
            Selection.ALL,
            Optional.empty(),
            new RecordOptions.Persistence.ToDeadline(),
            8,
            1L << 26,
            limits);
    final PrintWriter out = spec.commandLine().getOut();
    final Display display =
        Output.isTerminal() ? new TerminalDisplay(out) : new LineDisplay(out, !program.quiet());
    return new RecordingRun(folder.sessions(), HttpOptions.DEFAULT, new ProtocolArgument(), display)
        .run(List.of(new Recording(options, Optional.of(session), false)));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
