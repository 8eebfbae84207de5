package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.FfmpegDash;
import org.aircheck.testkit.process.FileServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dash.js and Shaka in a real browser play replays of what ffmpeg sent, years later. */
class DashPlayersTest {
  private static final Duration RECORDED = Duration.ofSeconds(28);
  private static final int PLAYED = 12;
  @TempDir Path root;

  @Test
  void replays_are_played_from_their_beginning() throws Exception {
    final Optional<Chromium> chromium = Chromium.find(root);
    assumeTrue(chromium.isPresent(), "SKIPPED: no Chromium here, so no DASH player was run");
    final Players players = Players.install(root);
    assumeTrue(
        players != null, "SKIPPED: npm can't install dash.js and Shaka here, so neither was run");
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      final Future<Rig> numbers = both.submit(() -> recorded(FfmpegDash.Addressing.NUMBER));
      final Future<Rig> times = both.submit(() -> recorded(FfmpegDash.Addressing.TIME));
      try (SessionReader byNumber = numbers.get().sessions.read("s");
          SessionReader byTime = times.get().sessions.read("s");
          ReplayServer first = replay(byNumber);
          ReplayServer second = replay(byTime)) {
        final String script =
            Players.dashJs("video", address(first))
                + Players.shaka("more()", address(first))
                + Players.dashJs("more()", address(second))
                + Players.shaka("more()", address(second));
        final Chromium.Report report = chromium.get().play(players.library(), script, PLAYED);
        assertThat(report.fatal()).as(report.each()).isEmpty();
        assertThat(report.played()).as(report.each()).isGreaterThanOrEqualTo(PLAYED);
      }
    }
  }

  private static ReplayServer replay(SessionReader session) {
    return ReplayServer.start(
        ReplayOptions.DEFAULTS.on("127.0.0.1", 0), session, Rig.PROTOCOLS, SystemTime.clock());
  }

  private static String address(ReplayServer replay) {
    return "http://127.0.0.1:" + replay.port() + "/stream.mpd";
  }

  private Rig recorded(FfmpegDash.Addressing addressing) throws Exception {
    final Path media = Files.createDirectories(root.resolve("media-" + addressing));
    try (FfmpegDash live = FfmpegDash.start(media, addressing);
        FileServer files = FileServer.start(media);
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final Rig rig =
          new Rig(
              root.resolve("sessions-" + addressing),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r));
      final RecordOptions.Limits limits =
          new RecordOptions.Limits(
              Optional.of(RECORDED),
              Optional.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.empty());
      rig.record(
          "s",
          new RecordOptions(
              files.uri(FfmpegDash.MANIFEST),
              Selection.ALL,
              Optional.empty(),
              new RecordOptions.Persistence.ToDeadline(),
              8,
              0,
              limits));
      return rig;
    }
  }
}
