package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** dash.js and Shaka in a real browser play replays of what ffmpeg sent, years later. */
class DashPlayersTest {
  private static final Duration RECORDED = Duration.ofSeconds(28);
  private static final int PLAYED = 12;
  private static final String DASH_JS = "dashjs@5.2.1";
  private static final String SHAKA = "shaka-player@4.16.50";

  /** Autoplay is set when the player is there: before, it would never ask for the MPD again. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "dashjs/dist/modern/umd/dash.all.min.js",
          """
          const player = dashjs.MediaPlayer().create();
          player.on('error', e => { seen.fatal += 'error ' + e.error.code + ' ' + e.error.message + ' '; });
          player.on('playbackStalled', () => { if (seen.played > 0) seen.stalls++; });
          player.initialize(video, '%s', true);
          """,
          "shaka-player/dist/shaka-player.compiled.js",
          """
          shaka.polyfill.installAll();
          const player = new shaka.Player();
          player.addEventListener('error', e => { seen.fatal += 'error ' + e.detail.code + ' '; });
          player.attach(video)
              .then(() => player.load('%s'))
              .then(() => video.play())
              .catch(e => { seen.fatal += e; });
          """);

  @TempDir static Path players;
  @TempDir Path root;

  @BeforeAll
  static void players() throws Exception {
    assumeTrue(
        Chromium.find(players).isPresent(), "SKIPPED: no Chromium here, so no DASH player was run");
    assumeTrue(
        installed(), "SKIPPED: npm can't install dash.js and Shaka here, so neither was run");
  }

  private static boolean installed() throws InterruptedException {
    try {
      final Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix",
                  players.toString(),
                  "--ignore-scripts",
                  "--no-audit",
                  "--no-fund",
                  DASH_JS,
                  SHAKA)
              .redirectErrorStream(true)
              .redirectOutput(players.resolve("npm.log").toFile())
              .start();
      return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no npm
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NUMBER", "TIME"})
  void a_replay_is_played_from_its_beginning(FfmpegDash.Addressing addressing) throws Exception {
    final Rig rig = recorded(addressing);
    try (SessionReader session = rig.sessions.read("s");
        ReplayServer replay =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0),
                session,
                Rig.PROTOCOLS,
                SystemTime.clock())) {
      final String address = "http://127.0.0.1:" + replay.port() + "/stream.mpd";
      for (Map.Entry<String, String> player : SCRIPTS.entrySet()) {
        final byte[] library =
            Files.readAllBytes(players.resolve("node_modules").resolve(player.getKey()));
        final Path folder = Files.createDirectories(root.resolve(player.getKey().split("/")[0]));
        final Chromium.Report report =
            Chromium.find(folder)
                .orElseThrow()
                .play(library, player.getValue().formatted(address), PLAYED);
        assertThat(report.fatal()).as(player.getKey()).isEmpty();
        assertThat(report.played()).as(player.getKey()).isGreaterThanOrEqualTo(PLAYED);
      }
    }
  }

  private Rig recorded(FfmpegDash.Addressing addressing) throws Exception {
    final Path media = Files.createDirectories(root.resolve("media"));
    try (FfmpegDash live = FfmpegDash.start(media, addressing);
        FileServer files = FileServer.start(media);
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final Rig rig =
          new Rig(
              root.resolve("sessions"),
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
