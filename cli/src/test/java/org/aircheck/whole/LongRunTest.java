package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.engine.timeline.Moment;
import org.aircheck.engine.timeline.Reply;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.live.FakeOrigin;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.Scenario;
import org.aircheck.testkit.live.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of a channel through the recorder and the timeline, on a clock that jumps. */
class LongRunTest {
  private static final Duration SEGMENT = Duration.ofSeconds(6);
  private static final int SEGMENTS =
      (int) (Duration.ofHours(48).toSeconds() / SEGMENT.toSeconds());

  @TempDir Path root;

  @Test
  void forty_eight_hours_in_flat_memory_and_an_answer_for_every_instant() throws Exception {
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final LiveChannel channel =
        LiveChannel.of(SEGMENT, 5, SEGMENTS).withVariants(List.of(new Variant("v0", false, 1880)));
    final FakeOrigin origin =
        new FakeOrigin(new Scenario("long", channel, segment -> List.of()), clock);
    final Rig rig = new Rig(root, origin, clock);
    final List<Long> heap = new ArrayList<>();
    final Thread watcher = Thread.ofPlatform().daemon().start(() -> watch(clock, heap));

    final Summary summary = rig.record("s", RecordOptions.of(origin.uri()));
    watcher.interrupt();
    watcher.join();

    assertThat(summary.kept()).isEqualTo(SEGMENTS);
    assertThat(summary.complete()).isTrue();
    // What waits to be written comes and goes, so the least of a quarter counts; what the JVM and
    // its compilers build up in the first one doesn't.
    assertThat(least(heap, 3) - least(heap, 1))
        .as("growth of what is still referred to, in bytes: %s", heap)
        .isLessThan(16L << 20);
    theTimelineKnows(rig);
  }

  private static void theTimelineKnows(Rig rig) {
    try (SessionReader session = rig.sessions.read("s")) {
      final Instant first = session.info().firstAnswer().orElseThrow();
      final Timeline timeline = new Timeline(session);
      final String playlist =
          session.tracks().getFirst().track().manifest().orElseThrow().toString();
      for (int hour = 0; hour < 48; hour++) {
        final Instant instant = first.plus(Duration.ofHours(hour)).plusSeconds(3);
        final Moment moment =
            timeline.at(playlist, OptionalLong.empty(), instant, Fidelity.ANSWERS);
        assertThat(moment.reply()).isInstanceOf(Reply.Content.class);
        assertThat(moment.until()).isBetween(instant, instant.plus(SEGMENT.multipliedBy(2)));
      }
    }
  }

  private static void watch(TestClock clock, List<Long> heap) {
    Instant next = clock.instant();
    while (!Thread.currentThread().isInterrupted()) {
      if (!clock.instant().isBefore(next)) {
        next = next.plus(Duration.ofHours(1));
        System.gc(); // what is left afterwards is what somebody refers to
        heap.add(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private static long least(List<Long> heap, int quarter) {
    final int size = heap.size() / 4;
    assertThat(size).isGreaterThan(5);
    return heap.subList(quarter * size, (quarter + 1) * size).stream()
        .mapToLong(Long::longValue)
        .min()
        .orElseThrow();
  }
}
