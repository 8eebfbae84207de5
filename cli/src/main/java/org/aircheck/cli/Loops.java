package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.Found;
import org.aircheck.engine.vod.IndexFile;
import org.aircheck.engine.vod.Measurer;
import org.aircheck.engine.vod.Report;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodException;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.server.LoopServer;
import org.aircheck.spi.playout.Playout;

/** Puts the streams of a folder on air, or reports on them. */
final class Loops {
  private static final Duration HEAD_START = Duration.ofSeconds(2);

  private final Path folder;
  private final Path cache;
  private final ChannelOptions options;
  private final boolean rescan;
  private final boolean quiet;
  private final PrintWriter out;
  private final InstantSource clock = InstantSource.system();

  /**
   * A run.
   *
   * @param cache where the index is kept when the folder can't be written
   * @param rescan whether what is known of the streams is to be forgotten
   */
  Loops(
      Path folder,
      Path cache,
      ChannelOptions options,
      boolean rescan,
      boolean quiet,
      PrintWriter out) {
    this.folder = folder;
    this.cache = cache;
    this.options = options;
    this.rescan = rescan;
    this.quiet = quiet;
    this.out = out;
  }

  /** Prints a report on each stream; the exit code. */
  int check(ProtocolArgument protocol) throws Exception {
    try (PluginHost plugins = Plugins.load()) {
      final Found found = FolderStreams.in(folder, protocol.choose(plugins.protocols()));
      final List<String> problems = new ArrayList<>(found.problems());
      final List<VodChannel> channels = open(found, playout(plugins), problems);
      final Optional<Measurer> measurer = measurer();
      boolean whole = problems.isEmpty();
      for (VodChannel channel : channels) {
        if (measurer.isPresent()) {
          channel.measure(measurer.get(), clock);
        }
        LoopText.report(Report.of(channel.stream(), channel.measurements()), out);
        whole &= channel.stream().problems().isEmpty();
      }
      problems.forEach(p -> out.println("left out: " + p));
      return whole ? Failures.OK : Failures.GAPS;
    }
  }

  /** Serves until the user ends it. */
  int serve(LoopServer.Options where, ProtocolArgument protocol) throws Exception {
    final CountDownLatch asked = new CountDownLatch(1);
    try (PluginHost plugins = Plugins.load();
        Interrupts ignored = new Interrupts(count -> asked.countDown())) {
      final Found found = FolderStreams.in(folder, protocol.choose(plugins.protocols()));
      final List<String> problems = new ArrayList<>(found.problems());
      final List<VodChannel> channels = open(found, playout(plugins), problems);
      final Optional<Measurer> measurer = measurer();
      final Thread measuring =
          Thread.ofVirtual()
              .name("measuring")
              .start(() -> measurer.ifPresent(m -> measureOrStop(channels, m)));
      // What is soon measured is best measured before anybody watches; the rest goes on meanwhile.
      awaitMeasuring(measuring, asked);
      try (LoopServer server =
          LoopServer.start(where, channels, problems, plugins.protocols(), clock)) {
        final String address = "http://" + where.host() + ":" + server.port() + "/";
        LoopText.addresses(folder, address, channels, out);
        problems.forEach(p -> out.println("left out: " + p));
        out.flush();
        asked.await();
      } finally {
        measuring.interrupt();
      }
    }
    return Failures.OK;
  }

  /** For a moment; what is to be begun anew, until all is measured. */
  private void awaitMeasuring(Thread measuring, CountDownLatch asked) throws InterruptedException {
    boolean over = measuring.join(HEAD_START);
    while (rescan && !over && asked.getCount() > 0) {
      over = measuring.join(HEAD_START);
    }
  }

  private void measureOrStop(List<VodChannel> channels, Measurer measurer) {
    try {
      measure(channels, measurer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Measures channel after channel, and says what is odd about each. */
  private void measure(List<VodChannel> channels, Measurer measurer) throws InterruptedException {
    for (VodChannel channel : channels) {
      if (channel.needsMeasuring()) {
        channel.measure(measurer, clock);
      }
      if (!quiet) {
        LoopText.opened(channel, out);
        out.flush();
      }
    }
  }

  private List<VodChannel> open(Found found, Playout playout, List<String> problems)
      throws VodException {
    final List<VodChannel> channels = new ArrayList<>();
    for (VodStream stream : found.streams()) {
      final IndexFile index = IndexFile.of(folder, stream.name() + "." + stream.protocol(), cache);
      if (rescan) {
        index.forget();
      }
      try {
        channels.add(VodChannel.open(stream, playout, options, index, clock.instant()));
      } catch (VodException e) {
        problems.add(e.getMessage());
      }
    }
    if (channels.isEmpty()) {
      throw new VodException(String.valueOf(problems.getFirst()));
    }
    return channels;
  }

  private Optional<Measurer> measurer() {
    final Optional<FfmpegTool> ffprobe = FfmpegTool.find("ffprobe");
    if (ffprobe.isEmpty()) {
      out.println(
          "ffprobe is missing: durations are the playlists' own; \"aircheck doctor\" says how to install it");
    }
    return ffprobe.map(
        f -> new Measurer(new SegmentProbe(f), Runtime.getRuntime().availableProcessors()));
  }

  /** What puts streams on air. */
  static Playout playout(PluginHost plugins) throws CommandException {
    return plugins.playouts().stream()
        .findFirst()
        .orElseThrow(() ->
            new CommandException(
                "the plugin vod is missing: \"aircheck plugins list\" shows what there is"));
  }
}
