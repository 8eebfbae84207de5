package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.PastOptions;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.event.EventMedia;
import org.aircheck.testkit.event.EventOrigin;
import org.aircheck.testkit.event.EventPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten minutes of an event of which the last five segments are listed: all that is there is found.
 */
class PastTest {
  @TempDir static Path encoded;
  private static EventMedia media;

  @TempDir Path root;

  @BeforeAll
  static void encode() throws Exception {
    media = EventMedia.encode(encoded, 305, 1);
  }

  static Stream<Arguments> plans() {
    final EventPlan sound = EventPlan.sound().toCome(2, Duration.ofMillis(300));
    return Stream.of(
        Arguments.of("sound", sound),
        Arguments.of("10 s gone", sound.without(0, 10_000)),
        Arguments.of("2 min gone", sound.without(0, 120_000)),
        Arguments.of("5 min gone", sound.without(0, 300_000)),
        Arguments.of("unreliable", sound.unreliable(0.05)),
        Arguments.of("unreliable, 2 min gone", sound.unreliable(0.05).without(0, 120_000)),
        Arguments.of(
            "sound missing", sound.without("a", 100_000, 102_000).without("a", 300_000, 306_000)),
        Arguments.of("a hole", sound.without(200_000, 206_000)),
        Arguments.of("busy", sound.busyEvery(100)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void everything_that_is_there_is_found(String name, EventPlan plan) throws Exception {
    try (EventOrigin origin = EventOrigin.start(media, plan, SystemTime.clock());
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
      final RecordOptions options = RecordOptions.of(origin.uri());
      try (SessionWriter writer = rig.sessions.create("s", options.source(), rig.start());
          SessionReader reader = rig.sessions.read("s")) {
        final Recorder recorder = rig.recorder(options, writer);
        recorder.searchPast(
            new PastOptions(PastOptions.DEFAULT.bounds(), 5, Duration.ofMillis(50), Duration.ZERO),
            reader);
        recorder.run();
      }
      everythingIsThere(rig, plan);
      // The tables of PastSearchTest say how many are needed on average; this is one event.
      final long nothing = origin.log().stream().filter(l -> l.endsWith(" 404")).count();
      assertThat(nothing).as(name).isLessThan(400);
    }
  }

  private static void everythingIsThere(Rig rig, EventPlan plan) {
    try (SessionReader session = rig.sessions.read("s")) {
      assertThat(session.tracks()).hasSize(2);
      for (RecordedTrack track : session.tracks()) {
        final String id = track.track().id().startsWith("video") ? "v" : "a";
        final Map<Long, byte[]> there = (id.equals("v") ? media.video() : media.audio()).segments();
        final TreeSet<Long> expected = new TreeSet<>(there.keySet());
        plan.gone().stream()
            .filter(g -> g.track().equals(id))
            .forEach(g -> expected.removeIf(t -> t >= g.from() && t < g.to()));
        final List<Long> kept = new ArrayList<>();
        session.segments(
            track.id(),
            s -> {
              if (s.state() == SegmentState.COMPLETE) {
                kept.add(s.segment().sequence());
                assertThat(Rig.digest(Rig.body(session, s)))
                    .isEqualTo(Rig.digest(there.get(s.segment().sequence())));
              }
            });
        final TreeSet<Long> missing = new TreeSet<>(expected);
        kept.forEach(missing::remove);
        assertThat(missing).as("missing of %s", id).isEmpty();
        assertThat(kept).doesNotHaveDuplicates();
      }
    }
  }
}
