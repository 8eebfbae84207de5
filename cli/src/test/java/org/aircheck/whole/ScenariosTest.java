package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.live.ChannelModel;
import org.aircheck.testkit.live.FakeOrigin;
import org.aircheck.testkit.live.LiveHlsOrigin;
import org.aircheck.testkit.live.Scenario;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The six scenarios that a recorder must survive without options: 80 of 80 segments, byte for byte.
 */
@Execution(ExecutionMode.CONCURRENT) // each waits for its channel
class ScenariosTest {
  @TempDir Path root;

  static List<Scenario> scenarios() {
    return Scenario.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void simulated_at_full_length(Scenario scenario) throws Exception {
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final FakeOrigin origin = new FakeOrigin(scenario, clock);
    final Rig rig = new Rig(root, origin, clock);
    final Summary summary = rig.record("s", RecordOptions.of(origin.uri()));
    assertAllKept(rig, summary, origin.model(), scenario);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void over_real_sockets(Scenario full) throws Exception {
    // The last segment before a restart is in one version only. Where that version holds for no
    // longer than 250 ms, a machine that is busy for as long never sees it.
    final Scenario scenario = full.withSegment(Duration.ofMillis(250)).withPause(8);
    try (LiveHlsOrigin origin = LiveHlsOrigin.start(scenario, SystemTime.clock());
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final Rig rig =
          new Rig(
              root,
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r));
      final Summary summary = rig.record("s", RecordOptions.of(origin.uri()));
      assertAllKept(rig, summary, origin.model(), scenario);
      assertThat(rig.sessions.verify("s").whole()).isTrue();
    }
  }

  private static void assertAllKept(
      Rig rig, Summary summary, ChannelModel model, Scenario scenario) {
    final boolean restarts = scenario.toString().equals(Scenario.sequenceFallsBack().toString());
    final List<String> expected = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      expected.add(
          Rig.digest(restarts ? model.bytesOf("v0", i / 40, i % 40) : model.bytesOf("v0", 0, i)));
    }
    final Map<String, List<String>> kept = new TreeMap<>(rig.kept("s"));
    assertThat(kept.values().stream().flatMap(List::stream).toList()).isEqualTo(expected);
    assertThat(kept).hasSize(restarts ? 2 : 1);
    assertThat(summary.kept()).isEqualTo(80);
    assertThat(summary.complete()).as("%s %s", summary, rig.events).isTrue();
    assertThat(summary.epochs()).isEqualTo(restarts ? 2 : 1);
  }
}
