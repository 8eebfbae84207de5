package org.aircheck.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.server.loop.LoopClock.Pass;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Walks through the passes of looped recordings and checks what must hold between any two reloads.
 */
final class LoopTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STEP = Duration.ofMillis(250);

  /** What a made-up recording looks like. */
  private record Shape(
      int segments, int window, long millis, int firstNumber, boolean sliding, int epochAt) {}

  /** A live recording: a window that slides, or one that grows. */
  private static List<RecordedSegment> recording(Shape shape, long track) {
    final List<RecordedSegment> recorded = new ArrayList<>();
    for (int i = 0; i < shape.segments(); i++) {
      final int epoch = shape.epochAt() > 0 && i >= shape.epochAt() ? 1 : 0;
      final long number = epoch == 0 ? shape.firstNumber() + i : i - shape.epochAt();
      final long listed = Math.max(0, i - shape.window() + 1) * shape.millis();
      final long gone = (long) (i + 1) * shape.millis();
      final long end = (long) (shape.segments() - shape.window()) * shape.millis();
      final boolean goes = shape.sliding() && gone <= end;
      recorded.add(
          new RecordedSegment(
              i + 1,
              track,
              epoch,
              segment(number, i, shape.millis(), i % 7 == 5),
              SegmentState.COMPLETE,
              START.plusMillis(listed),
              goes ? Optional.of(START.plusMillis(gone)) : Optional.empty(),
              OptionalLong.of(i + 1),
              OptionalLong.empty(),
              List.of()));
    }
    return recorded;
  }

  private static Segment segment(long number, int i, long millis, boolean discontinuity) {
    return Segment.builder(
            number, URI.create("https://h/" + i + ".ts"), new MediaTime(millis, 1000))
        .discontinuitySequence((i + 2) / 7)
        .discontinuity(discontinuity)
        .programDateTime(START.plusMillis((i - 5) * millis))
        .build();
  }

  private static LoopClock clock(List<List<RecordedSegment>> tracks) {
    return LoopClock.of(START, tracks).orElseThrow();
  }

  /** Everything that was ever listed, by number, and the list before this one. */
  private static final class Checker {
    private final Map<Long, Segment> seen = new HashMap<>();
    private List<Segment> before = List.of();

    void check(List<Segment> now, Object when) {
      assertThat(now).as("%s", when).isNotEmpty();
      for (int i = 0; i < now.size(); i++) {
        final Segment segment = now.get(i);
        assertThat(segment.sequence())
            .as("%s: numbers follow", when)
            .isEqualTo(now.getFirst().sequence() + i);
        final Segment known = seen.putIfAbsent(segment.sequence(), segment);
        if (known != null) {
          assertThat(segment).as("%s: an entry never changes", when).isEqualTo(known);
        }
        if (i > 0) {
          final long own = segment.discontinuity() ? 1 : 0;
          assertThat(segment.discontinuitySequence())
              .as("%s: discontinuity numbers count the tags", when)
              .isEqualTo(now.get(i - 1).discontinuitySequence() + own);
        }
      }
      if (!before.isEmpty()) {
        final long removed = now.getFirst().sequence() - before.getFirst().sequence();
        assertThat(removed).as("%s: numbers never go back", when).isNotNegative();
        assertThat(now.getLast().sequence())
            .as("%s: the edge never goes back", when)
            .isGreaterThanOrEqualTo(before.getLast().sequence());
        assertThat(removed)
            .as("%s: no gap between two lists", when)
            .isLessThanOrEqualTo(before.size());
        assertThat(now.getFirst().discontinuitySequence())
            .as("%s", when)
            .isGreaterThanOrEqualTo(before.getFirst().discontinuitySequence());
      }
      before = now;
    }
  }

  private static void walk(List<RecordedSegment> recorded, LoopClock clock, int passes) {
    final LoopedTrack track = new LoopedTrack(recorded, clock);
    final Checker checker = new Checker();
    final List<Segment> tail =
        recorded.stream()
            .filter(segment -> segment.removed().isEmpty())
            .map(RecordedSegment::segment)
            .toList();
    final Duration end = clock.recorded().plus(clock.length().multipliedBy(passes));
    boolean first = true;
    for (Duration t = clock.recorded(); t.compareTo(end) < 0; t = t.plus(STEP)) {
      final Pass pass = clock.pass(t);
      final LoopedTrack.Window window = track.window(pass);
      if (first) {
        assertThat(window.segments()).as("the last recorded list goes on").endsWith(tail.getLast());
        first = false;
      }
      assertThat(window.until()).as("at %s", t).isGreaterThan(pass.into());
      checker.check(window.segments(), t);
    }
    assertThat(checker.seen.keySet().stream().mapToLong(n -> n).max().orElseThrow())
        .as("every pass brings every segment once")
        .isGreaterThanOrEqualTo(
            recorded.getLast().segment().sequence() + (long) (passes - 1) * recorded.size());
  }

  @Test
  void a_sliding_window_slides_on_through_three_passes() {
    final List<RecordedSegment> recorded = recording(new Shape(40, 6, 2000, 100, true, 0), 1);
    walk(recorded, clock(List.of(recorded)), 3);
  }

  @Test
  void a_recording_that_began_with_a_short_list_keeps_its_long_one_at_each_seam() {
    final List<RecordedSegment> recorded =
        new ArrayList<>(recording(new Shape(40, 6, 2000, 0, true, 0), 1));
    // The origin had just started: two segments at once, then one at a time, the first six without
    // a departure.
    for (int i = 2; i < 6; i++) {
      final RecordedSegment one = recorded.get(i);
      recorded.set(i, announced(one, START.plusMillis(100L * (i - 1))));
    }
    final LoopClock clock = clock(List.of(recorded));
    walk(recorded, clock, 3);
    final LoopedTrack track = new LoopedTrack(recorded, clock);
    for (Duration t = clock.recorded();
        t.compareTo(clock.length().multipliedBy(3)) < 0;
        t = t.plus(STEP)) {
      assertThat(track.window(clock.pass(t)).segments())
          .as("at %s", t)
          .hasSizeGreaterThanOrEqualTo(6);
    }
  }

  private static RecordedSegment announced(RecordedSegment one, Instant at) {
    return new RecordedSegment(
        one.id(),
        one.track(),
        one.epoch(),
        one.segment(),
        one.state(),
        at,
        one.removed(),
        one.exchange(),
        one.initialization(),
        one.keys());
  }

  @Test
  void a_list_that_only_grew_slides_from_then_on() {
    final List<RecordedSegment> recorded = recording(new Shape(40, 6, 2000, 0, false, 0), 1);
    walk(recorded, clock(List.of(recorded)), 3);
  }

  @Test
  void numbers_that_began_anew_in_the_recording_go_on_after_it() {
    final List<RecordedSegment> recorded = recording(new Shape(40, 6, 2000, 5000, true, 20), 1);
    walk(recorded, clock(List.of(recorded)), 3);
    final LoopClock clock = clock(List.of(recorded));
    final Segment anew =
        new LoopedTrack(recorded, clock)
                .window(new Pass(1, clock.length().minusMillis(1), START, clock.length()))
                .segments()
                .stream()
                .findFirst()
                .orElseThrow();
    assertThat(anew.sequence()).isGreaterThan(19);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void random_recordings_loop_legally(long seed) {
    final Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      final int segments = 1 + random.nextInt(30);
      final int window = 1 + random.nextInt(segments);
      final int epoch =
          random.nextInt(3) == 0 && window < segments ? random.nextInt(segments - window) : 0;
      final Shape shape =
          new Shape(
              segments,
              window,
              500 + random.nextInt(4000),
              random.nextInt(1000),
              random.nextBoolean(),
              epoch);
      final List<RecordedSegment> recorded = recording(shape, 1);
      walk(recorded, clock(List.of(recorded)), 3);
    }
  }

  @Test
  void the_edge_moves_at_media_pace_over_the_seam() {
    final List<RecordedSegment> recorded = recording(new Shape(40, 6, 2000, 100, true, 0), 1);
    final LoopClock clock = clock(List.of(recorded));
    final LoopedTrack track = new LoopedTrack(recorded, clock);
    long edge = track.window(clock.pass(clock.recorded())).segments().getLast().sequence();
    Duration moved = clock.recorded();
    final Duration end = clock.recorded().plus(clock.length().multipliedBy(3));
    for (Duration t = moved; t.compareTo(end) < 0; t = t.plus(STEP)) {
      final long now = track.window(clock.pass(t)).segments().getLast().sequence();
      assertThat(now - edge).as("at %s", t).isBetween(0L, 1L);
      if (now > edge) {
        assertThat(t.minus(moved)).as("at %s", t).isLessThanOrEqualTo(Duration.ofMillis(3000));
        moved = t;
      }
      edge = now;
    }
  }

  @Test
  void tracks_of_unequal_segments_share_each_seam_and_their_dates_never_slip() {
    final List<RecordedSegment> video = recording(new Shape(40, 6, 2000, 100, true, 0), 1);
    final List<RecordedSegment> audio = recording(new Shape(53, 8, 1500, 7, true, 0), 2);
    final LoopClock clock = clock(List.of(video, audio));
    walk(video, clock, 3);
    walk(audio, clock, 3);
    for (int k = 1; k <= 3; k++) {
      final Duration late = clock.recorded().plus(clock.length().multipliedBy(k));
      for (List<RecordedSegment> recorded : List.of(video, audio)) {
        final Segment edge =
            new LoopedTrack(recorded, clock).window(clock.pass(late)).segments().getLast();
        final Segment original = recorded.getLast().segment();
        assertThat(edge.uri()).isEqualTo(original.uri());
        assertThat(
                Duration.between(
                    original.programDateTime().orElseThrow(), edge.programDateTime().orElseThrow()))
            .isEqualTo(clock.length().multipliedBy(k));
      }
    }
  }

  @Test
  void a_list_holds_exactly_until_it_says() {
    final List<RecordedSegment> recorded = recording(new Shape(20, 4, 2000, 0, true, 0), 1);
    final LoopClock clock = clock(List.of(recorded));
    final LoopedTrack track = new LoopedTrack(recorded, clock);
    Duration t = clock.recorded();
    for (int i = 0; i < 60; i++) {
      final Pass pass = clock.pass(t);
      final LoopedTrack.Window window = track.window(pass);
      final Duration next = t.plus(window.until().minus(pass.into()));
      assertThat(track.window(clock.pass(next.minusNanos(1))).segments())
          .isEqualTo(window.segments());
      t = next;
    }
    assertThat(t).isGreaterThan(clock.recorded().plus(clock.length()));
  }

  @Test
  void nothing_to_loop_is_no_loop() {
    assertThat(LoopClock.of(START, List.of())).isEmpty();
    assertThat(LoopClock.of(START, List.of(List.of()))).isEmpty();
  }
}
