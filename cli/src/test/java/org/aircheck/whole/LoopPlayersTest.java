package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Players that we did not write play looped channels over seams, and over a restart of the server.
 */
class LoopPlayersTest {
  /** Passes of 8 s: two seams, wherever in a pass the players begin. */
  private static final int PASS = 8;

  private static final int PLAYED = 20;

  @TempDir Path root;
  private final AtomicReference<Loop> loop = new AtomicReference<>();

  @AfterEach
  void close() {
    Optional.ofNullable(loop.get()).ifPresent(Loop::close);
  }

  @Test
  void all_players_go_over_two_seams_and_a_restart() throws Exception {
    final Optional<Chromium> chromium = Chromium.find(root);
    assumeTrue(chromium.isPresent(), "SKIPPED: no Chromium here, so no player was run");
    final Players players = Players.install(root);
    assumeTrue(players != null, "SKIPPED: npm can't install players here, so none was run");
    final LoopFixture fixture = new LoopFixture(root.resolve("media"));
    fixture.classic("hls", PASS);
    fixture.dash("dash", PASS);
    fixture.dashRanges("ranges", PASS);
    fixture.cmaf("cmaf", PASS);
    loop.set(Loop.start(fixture.root(), root.resolve("cache"), 0));
    loop.get().measure();
    final int port = loop.get().port();
    final String hls = "http://127.0.0.1:" + port + "/hls.m3u8";
    final String dash = "http://127.0.0.1:" + port + "/dash.mpd";
    final String script =
        Players.hlsJs("video", hls)
            + Players.shaka("more()", hls)
            + Players.plain("more()", hls)
            + Players.dashJs("more()", dash)
            + Players.shaka("more()", dash)
            + Players.shaka("more()", "http://127.0.0.1:" + port + "/ranges.mpd")
            + Players.hlsJs("more()", "http://127.0.0.1:" + port + "/cmaf.m3u8")
            + Players.dashJs("more()", "http://127.0.0.1:" + port + "/cmaf.mpd");
    final Chromium.Report report =
        chromium.get().play(players.library(), script, PLAYED, () -> restart(port));
    assertThat(report.fatal()).as(report.each()).isEmpty();
    assertThat(report.played()).as(report.each()).isGreaterThanOrEqualTo(PLAYED);
  }

  private void restart(int port) {
    loop.get().close();
    try {
      loop.set(Loop.start(root.resolve("media"), root.resolve("cache"), port));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
