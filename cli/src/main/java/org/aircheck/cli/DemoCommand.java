package org.aircheck.cli;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.TestChannel;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.Sessions;
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
        "Make a live channel here, record it for a while and replay it. Needs ffmpeg, and no network.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
final class DemoCommand implements Callable<Integer> {
  private static final Duration START = Duration.ofSeconds(20);

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
    try (TestChannel channel = TestChannel.start(ffmpeg, media)) {
      out.println("ffmpeg makes a live channel with three variants and separate audio ...");
      await(channel, media.resolve(TestChannel.MANIFEST));
      code = record(serve(media), session);
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

  private static void await(TestChannel channel, Path manifest) throws CommandException {
    for (long left = START.toMillis(); !Files.exists(manifest); left -= 50) {
      if (left < 0 || !channel.running()) {
        throw new CommandException(
            "ffmpeg did not start the channel; \"aircheck doctor\" checks it");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static HttpServer serve(Path media) {
    final HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            media,
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    return server;
  }

  private int record(HttpServer server, String session) throws Exception {
    try {
      final URI source =
          URI.create(
              "http://127.0.0.1:" + server.getAddress().getPort() + "/" + TestChannel.MANIFEST);
      final RecordOptions.Limits limits =
          new RecordOptions.Limits(
              Optional.of(duration),
              Optional.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.empty());
      final RecordOptions options =
          new RecordOptions(
              source,
              Selection.ALL,
              Optional.empty(),
              new RecordOptions.Persistence.ToDeadline(),
              8,
              1L << 26,
              limits);
      final PrintWriter out = spec.commandLine().getOut();
      final Display display =
          Output.isTerminal() ? new TerminalDisplay(out) : new LineDisplay(out, !program.quiet());
      return new RecordingRun(folder.sessions(), HttpOptions.DEFAULT, display)
          .run(List.of(new Recording(options, Optional.of(session), false)));
    } finally {
      server.stop(0);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
