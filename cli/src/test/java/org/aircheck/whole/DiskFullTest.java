package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.Equipment;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.store.Sessions;
import org.aircheck.hls.HlsProtocol;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.live.FakeOrigin;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.Scenario;
import org.aircheck.testkit.live.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of sixteen megabytes that fills up while a channel is recorded. */
class DiskFullTest {
  private static final int SEGMENTS = 120;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(root.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0,
        "SKIPPED: no file system can be mounted here, so a full disk is not tested");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void when_it_is_full_fetching_pauses_and_goes_on_when_there_is_room() throws Exception {
    withFiller(0, "can't write to session");
  }

  @Test
  void fetching_stops_before_the_floor() throws Exception {
    withFiller(2 << 20, "--min-free");
  }

  private void withFiller(long minFree, String reason) throws Exception {
    final Path filler = disk.resolve("filler");
    Files.write(filler, new byte[13 << 20]);
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final LiveChannel channel =
        LiveChannel.of(Duration.ofSeconds(1), 10, SEGMENTS)
            .withVariants(List.of(new Variant("v0", false, 37_600)));
    final FakeOrigin origin =
        new FakeOrigin(new Scenario("disk", channel, segment -> List.of()), clock);
    final Sessions sessions = new Sessions(disk.resolve("sessions"));
    final Watch watch = new Watch(filler);
    final RecordOptions options =
        new RecordOptions(
            origin.uri(),
            Selection.ALL,
            Optional.empty(),
            new RecordOptions.Persistence.ToDeadline(),
            4,
            minFree,
            RecordOptions.Limits.NONE);
    final Summary summary;
    final RunStart start = new RunStart(clock.instant(), "test", Map.of(), Durability.RELAXED);
    try (SessionWriter writer = sessions.create("s", origin.uri(), start)) {
      // The channel's clock is simulated, the disk's thread is not: time waits for it to see the
      // room.
      final Origin patient =
          ask -> {
            if (Files.notExists(filler)) {
              Poll.until(
                  PATIENCE, () -> writer.trouble().isEmpty(), "the disk is seen to have room");
            }
            return origin.fetch(ask);
          };
      summary =
          new Recorder(
                  options,
                  Protocols.of(List.of(new HlsProtocol())),
                  new Equipment(patient, writer, clock, clock, Runnable::run),
                  watch::hear)
              .run();
    }
    assertThat(watch.pauses).isNotEmpty().allMatch(p -> p.contains(reason));
    assertThat(watch.resumed).isNotEmpty();
    assertThat(kept(sessions)).anyMatch(at -> at.isAfter(watch.resumed.getFirst()));
    assertThat(summary.kept()).isGreaterThan(SEGMENTS / 2);
    assertThat(summary.kept() + summary.lost()).isEqualTo(SEGMENTS);
    assertThat(sessions.verify("s"))
        .satisfies(v -> assertThat(v.whole()).as(v.toString()).isTrue());
  }

  /** When the segments were announced that are whole. */
  private static List<Instant> kept(Sessions sessions) {
    final List<Instant> kept = new ArrayList<>();
    try (SessionReader reader = sessions.read("s")) {
      for (RecordedTrack track : reader.tracks()) {
        reader.segments(
            track.id(),
            segment -> {
              if (segment.state() == SegmentState.COMPLETE) {
                kept.add(segment.announced());
              }
            });
      }
    }
    return kept;
  }

  /** Makes room some time after the recorder has paused. */
  private static final class Watch {
    final List<String> pauses = new ArrayList<>();
    final List<Instant> resumed = new ArrayList<>();
    private final Path filler;

    Watch(Path filler) {
      this.filler = filler;
    }

    void hear(Event event) {
      switch (event) {
        case Event.Paused paused -> {
          pauses.add(paused.reason());
          delete();
        }
        case Event.Resumed again -> resumed.add(again.at());
        case Event.TrackFound ignored -> {}
        case Event.EpochBegan ignored -> {}
        case Event.GapFound ignored -> {}
        case Event.ManifestOdd ignored -> {}
        case Event.Trouble ignored -> {}
        case Event.Draining ignored -> {}
      }
    }

    private void delete() {
      try {
        Files.deleteIfExists(filler);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such program
    }
  }
}
