package org.aircheck.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.replay.ManifestTimes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aircheck replay SESSION}. */
@Command(
    name = "replay",
    description = "Serve a recorded session again as it happened, until Ctrl+C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "http://HOST:PORT/stream.m3u8 (or .mpd) starts a viewer at the beginning; / is a page that plays it."
    })
@SuppressWarnings("NullAway.Init") // set by picocli
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionFolder folder;

  @Parameters(paramLabel = "SESSION", description = "The session's name.")
  private String session;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "9090",
      description = "The port to listen on (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = {"-o", "--offset"},
      paramLabel = "SECONDS",
      defaultValue = "0",
      converter = Durations.class,
      description = "Start viewers so far into the recording (default: ${DEFAULT-VALUE}).")
  private Duration offset;

  @Option(names = "--shared", description = "One clock for all viewers, which starts now.")
  private boolean shared;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How fast recorded time passes (default: ${DEFAULT-VALUE}).")
  private BigDecimal speed;

  @Option(names = "--loop", description = "Begin again at the end, without an end for viewers.")
  private boolean loop;

  @Option(
      names = "--fidelity",
      paramLabel = "GRADE",
      defaultValue = "answers",
      description =
          "content, answers (with the origin's errors), timing (as slow as it was) (default: ${DEFAULT-VALUE}).")
  private Fidelity fidelity;

  @Option(
      names = "--dash-clock",
      paramLabel = "CLOCK",
      defaultValue = "shift",
      description =
          "shift (an MPD's times are moved to the viewer's clock), utc (they stay, and UTCTiming tells recorded time) (default: ${DEFAULT-VALUE}).")
  private DashClock dashClock;

  /** As it is called on the command line. */
  enum DashClock {
    SHIFT(ManifestTimes.SHIFTED),
    UTC(ManifestTimes.RECORDED);

    final ManifestTimes times;

    DashClock(ManifestTimes times) {
      this.times = times;
    }
  }

  @Override
  public Integer call() throws Exception {
    return Replays.run(folder.sessions(), session, options(), spec.commandLine().getOut());
  }

  private ReplayOptions options() {
    try {
      return new ReplayOptions(host, port, offset, shared, speed, loop, fidelity, dashClock.times);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
