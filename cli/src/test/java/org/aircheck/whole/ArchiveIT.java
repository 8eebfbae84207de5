package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.event.EventMedia;
import org.aircheck.testkit.event.EventOrigin;
import org.aircheck.testkit.event.EventPlan;
import org.aircheck.testkit.process.Child;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program archives an event: to its end, in pieces, and with what goes wrong on the way. */
class ArchiveIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("aircheck.home"), "bin", "aircheck");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int KILLS = 4;

  /** Far enough away that each phase takes a while. */
  private static final EventPlan PLAN =
      EventPlan.sound().toCome(3, Duration.ofMillis(300)).latency(Duration.ofMillis(30));

  @TempDir static Path encoded;
  private static EventMedia media;

  @TempDir Path root;

  @BeforeAll
  static void encode() throws Exception {
    media = EventMedia.encode(encoded, 105, 7);
  }

  @ParameterizedTest
  @EnumSource(EventPlan.Ending.class)
  void the_whole_event_is_in_the_file_however_it_ends(EventPlan.Ending ending) throws Exception {
    try (EventOrigin origin = start(PLAN.ending(ending))) {
      final Child archive =
          archive(origin, "event", "--live-end-timeout", "3", "--summary-file", "s.json");
      assertThat(archive.awaitExit(PATIENCE)).as("%s", archive.output()).isZero();
      final Path file = root.resolve("event.mkv");
      assertThat(frames(file, "v")).isEqualTo(frames(source("video"), "v"));
      assertThat(frames(file, "a")).isEqualTo(frames(source("audio"), "a"));
      assertThat(root.resolve("event.mkv.segments")).doesNotExist();
      assertThat(Files.readString(root.resolve("s.json")))
          .contains("\"complete\" : true", "\"number\" : 0", "\"segments\" : 210");
    }
  }

  @Test
  void killed_at_random_moments_it_makes_the_same_file() throws Exception {
    final long seed = System.nanoTime();
    final Random random = new Random(seed);
    try (EventOrigin origin = start(PLAN)) {
      final Child whole = archive(origin, "whole.mp4");
      assertThat(whole.awaitExit(PATIENCE)).as("%s", whole.output()).isZero();
      for (int kill = 0; kill < KILLS; kill++) {
        // Sooner or later, so that each phase is met; the last time when it is merging.
        final Callable<Boolean> moment = after(300 + random.nextInt(2_000));
        final boolean merging = kill == KILLS - 1;
        try (Child archive = archive(origin, "killed.mp4")) {
          Poll.until(
              PATIENCE,
              () ->
                  !archive.alive()
                      || (merging
                          ? archive.output().stream().anyMatch(l -> l.startsWith("merge"))
                          : moment.call()),
              "a moment");
          archive.kill();
        }
      }
      final Child last = archive(origin, "killed.mp4", "--force");
      assertThat(last.awaitExit(PATIENCE)).as("seed %s: %s", seed, last.output()).isZero();
      assertThat(Rig.digest(Files.readAllBytes(root.resolve("killed.mp4"))))
          .as("seed %s: %s", seed, last.output())
          .isEqualTo(Rig.digest(Files.readAllBytes(root.resolve("whole.mp4"))));
      assertThat(root.resolve("killed.mp4.segments")).doesNotExist();
    }
  }

  @Test
  void interrupted_it_merges_what_is_there_and_goes_on_later_fetching_nothing_twice()
      throws Exception {
    try (EventOrigin origin = start(PLAN)) {
      final Child first = archive(origin, "event.mp4");
      first.awaitLine("past: ", PATIENCE);
      first.interrupt();
      assertThat(first.awaitExit(PATIENCE)).as("%s", first.output()).isEqualTo(3);
      assertThat(String.join("\n", first.output())).contains("the same command goes on");
      assertThat(root.resolve("event.mp4")).exists();
      final Set<String> had = new HashSet<>(kept());
      assertThat(had).isNotEmpty();
      final int before = origin.log().size();
      final Child second = archive(origin, "event.mp4");
      assertThat(second.awaitExit(PATIENCE)).as("%s", second.output()).isZero();
      final List<String> later = origin.log().subList(before, origin.log().size());
      assertThat(later).doesNotContainAnyElementsOf(had);
      assertThat(frames(root.resolve("event.mp4"), "v")).isEqualTo(frames(source("video"), "v"));
      assertThat(frames(root.resolve("event.mp4"), "a")).isEqualTo(frames(source("audio"), "a"));
    }
  }

  /** The log's lines of segments that the unfinished archive has. */
  private List<String> kept() {
    final List<String> kept = new ArrayList<>();
    try (SessionReader session = new Sessions(root.resolve("event.mp4.segments")).read("session")) {
      session
          .tracks()
          .forEach(
              t -> session.segments(t.id(), s -> kept.add(s.segment().uri().getPath() + " 200")));
    }
    return kept;
  }

  @Test
  void losses_are_said_as_times() throws Exception {
    try (EventOrigin origin = start(PLAN.without(0, 60_000).without(100_000, 106_000))) {
      final Child archive = archive(origin, "event.mp4", "--download-retry-delay", "0.05");
      assertThat(archive.awaitExit(PATIENCE)).as("%s", archive.output()).isEqualTo(3);
      assertThat(String.join("\n", archive.output()))
          .containsPattern("missing   video[^:]*: [4-8]\\.\\d s at 0:00:[34]\\d");
    }
  }

  private EventOrigin start(EventPlan plan) throws Exception {
    return EventOrigin.start(media, plan, SystemTime.clock());
  }

  private Child archive(EventOrigin origin, String output, String... options) {
    final List<String> command =
        new ArrayList<>(List.of(PROGRAM.toString(), "archive", origin.uri().toString(), output));
    command.addAll(List.of(options));
    return Child.start(command, root);
  }

  private static Path source(String track) {
    return encoded.resolve(track + ".mp4");
  }

  private static Callable<Boolean> after(long millis) {
    final Instant due = SystemTime.clock().instant().plusMillis(millis);
    return () -> !SystemTime.clock().instant().isBefore(due);
  }

  /** The hash of each of a stream's packets, in order. */
  private static String frames(Path file, String stream) {
    final List<String> command =
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-nostdin",
            "-i",
            file.toString(),
            "-map",
            "0:" + stream,
            "-c",
            "copy",
            "-bsf:v",
            "h264_mp4toannexb",
            "-f",
            "streamhash",
            "-hash",
            "md5",
            "-");
    try (Child ffmpeg = Child.start(command, file.getParent())) {
      assertThat(ffmpeg.awaitExit(PATIENCE)).as("%s", ffmpeg.output()).isZero();
      return String.join("\n", ffmpeg.output());
    }
  }
}
