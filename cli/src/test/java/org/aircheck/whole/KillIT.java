package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.store.Verification;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.LiveHlsOrigin;
import org.aircheck.testkit.live.Variant;
import org.aircheck.testkit.process.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorder as a process, killed at twenty random moments: nothing that was complete is lost or
 * damaged.
 */
class KillIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("aircheck.home"), "bin", "aircheck");
  private static final int KILLS = 20;

  @TempDir Path root;

  @Test
  void a_session_survives_being_killed_twenty_times() throws Exception {
    final long seed = System.nanoTime();
    final Random random = new Random(seed);
    final LiveChannel channel =
        LiveChannel.of(Duration.ofMillis(500), 120, 400)
            .withVariants(List.of(Variant.video("v0"), Variant.video("v1")));
    final Sessions sessions = new Sessions(root.resolve("sessions"));
    try (LiveHlsOrigin origin = LiveHlsOrigin.start(channel, List.of(), SystemTime.clock())) {
      long before = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        try (Child recorder = Child.start(command(origin, kill > 0), root)) {
          recorder.awaitLine("track", Duration.ofSeconds(20));
          Poll.until(Duration.ofSeconds(5), after(random.nextInt(50, 1_500)), "a random moment");
          recorder.kill();
        }
        final Verification verification = sessions.verify("k");
        assertThat(verification.whole())
            .as("seed %s, kill %s: %s", seed, kill, verification)
            .isTrue();
        final long now = complete(sessions);
        assertThat(now).as("seed %s, kill %s", seed, kill).isGreaterThanOrEqualTo(before);
        before = now;
      }
      try (Child recorder = Child.start(command(origin, true), root)) {
        recorder.awaitLine("track", Duration.ofSeconds(20));
        Poll.until(Duration.ofSeconds(10), after(2_000), "a while of recording");
        recorder.interrupt();
        assertThat(recorder.awaitExit(Duration.ofSeconds(20)))
            .as("%s", recorder.output())
            .isIn(0, 3);
      }
      everySegmentIsTheOrigins(sessions, origin, seed);
    }
  }

  private List<String> command(LiveHlsOrigin origin, boolean resume) {
    final List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "record",
                origin.uri().toString(),
                "-o",
                root.resolve("sessions").toString(),
                "-s",
                "k"));
    if (resume) {
      command.add("--resume");
    }
    return command;
  }

  private static Callable<Boolean> after(long millis) {
    final Instant due = SystemTime.clock().instant().plusMillis(millis);
    return () -> !SystemTime.clock().instant().isBefore(due);
  }

  private static long complete(Sessions sessions) {
    try (SessionReader reader = sessions.read("k")) {
      return reader.tracks().stream()
          .flatMap(t -> reader.counts(t.id()).stream())
          .filter(c -> c.state() == SegmentState.COMPLETE)
          .mapToLong(SessionReader.SegmentCount::count)
          .sum();
    }
  }

  private static void everySegmentIsTheOrigins(Sessions sessions, LiveHlsOrigin origin, long seed) {
    try (SessionReader reader = sessions.read("k")) {
      assertThat(reader.runs()).hasSize(KILLS + 1);
      assertThat(reader.gaps())
          .filteredOn(g -> g.reason() == Gap.Reason.INTERRUPTION)
          .hasSize(KILLS);
      for (RecordedTrack track : reader.tracks()) {
        final String variant = track.track().manifest().orElseThrow().getPath().split("/")[1];
        final Map<Long, Integer> seen = new HashMap<>();
        reader.segments(
            track.id(),
            s -> {
              assertThat(s.epoch()).as("seed %s", seed).isZero();
              seen.merge(s.segment().sequence(), 1, Integer::sum);
              if (s.state() == SegmentState.COMPLETE) {
                assertThat(Rig.digest(Rig.body(reader, s)))
                    .isEqualTo(
                        Rig.digest(origin.bytesOf(variant, 0, (int) s.segment().sequence())));
              }
            });
        // A run that is killed before its first commit, a second after it began, has seen nothing.
        // On a busy machine that can be many in a row; the window of a minute outlasts them, so
        // each
        // number is there, and once.
        assertThat(seen.values()).as("seed %s", seed).containsOnly(1);
        final long first = seen.keySet().stream().min(Long::compare).orElseThrow();
        final long last = seen.keySet().stream().max(Long::compare).orElseThrow();
        assertThat(seen).as("seed %s", seed).hasSize((int) (last - first + 1));
      }
    }
  }
}
