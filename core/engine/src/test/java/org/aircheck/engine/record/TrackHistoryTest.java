package org.aircheck.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.aircheck.engine.record.TrackHistory.Reading;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.junit.jupiter.api.Test;

class TrackHistoryTest {
  private final TrackHistory history = new TrackHistory();

  private static Segment segment(long sequence, String address) {
    return Segment.builder(sequence, URI.create(address), new MediaTime(2, 1)).build();
  }

  private static List<Segment> list(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> segment(n, "http://o.test/s" + n + ".ts"))
        .toList();
  }

  private static List<Long> numbers(List<Segment> segments) {
    return segments.stream().map(Segment::sequence).toList();
  }

  private Reading.Advance advance(List<Segment> version) {
    return (Reading.Advance) history.observe(version);
  }

  @Test
  void a_window_slides() {
    assertThat(numbers(advance(list(5, 8)).announced())).containsExactly(5L, 6L, 7L, 8L);
    final Reading.Advance next = advance(list(7, 10));
    assertThat(numbers(next.announced())).containsExactly(9L, 10L);
    assertThat(numbers(next.removed())).containsExactly(5L, 6L);
    assertThat(next.missed()).isEmpty();
    assertThat(history.longest()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void a_window_that_slid_past_us_is_a_gap() {
    history.observe(list(5, 8));
    assertThat(advance(list(12, 15)).missed()).contains(new TrackHistory.Missed(9, 11, 3));
  }

  private static Segment timed(long time, long duration) {
    return Segment.builder(
            time, URI.create("http://o.test/" + time + ".m4s"), new MediaTime(duration, 1000))
        .start(new MediaTime(time, 1000))
        .build();
  }

  @Test
  void segments_numbered_by_their_times_are_neighbours_when_nothing_fits_between_them() {
    history.observe(List.of(timed(0, 2000), timed(2000, 1967), timed(3968, 2000)));
    assertThat(advance(List.of(timed(3968, 2000), timed(5967, 2033))).missed()).isEmpty();
    assertThat(advance(List.of(timed(8001, 2000), timed(10001, 2000))).missed()).isEmpty();
    assertThat(advance(List.of(timed(18001, 2000))).missed())
        .contains(new TrackHistory.Missed(12001, 18000, 3));
    assertThat(history.epoch()).isZero();
  }

  @Test
  void a_new_token_moves_a_segment_and_announces_nothing() {
    history.observe(list(5, 6));
    final Reading.Advance moved =
        advance(
            List.of(
                segment(5, "http://cdn.test/s5.ts?token=b"), segment(6, "http://o.test/s6.ts")));
    assertThat(moved.announced()).isEmpty();
    assertThat(numbers(moved.moved())).containsExactly(5L);
  }

  @Test
  void numbers_that_fall_back_and_go_on_are_a_restart() {
    history.observe(list(20, 25));
    assertThat(history.observe(list(0, 0))).isInstanceOf(Reading.Stale.class);
    final Reading reading = history.observe(list(0, 1));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Restart.class, r -> assertThat(numbers(r.announced())).containsExactly(0L, 1L));
    assertThat(history.epoch()).isEqualTo(1);
  }

  @Test
  void an_old_version_again_and_again_is_no_restart() {
    history.observe(list(20, 25));
    for (int i = 0; i < 5; i++) {
      assertThat(history.observe(list(2, 7))).isInstanceOf(Reading.Stale.class);
      assertThat(history.observe(list(20, 25))).isInstanceOf(Reading.Advance.class);
    }
    assertThat(history.epoch()).isZero();
  }

  @Test
  void a_list_that_falls_back_within_the_window_makes_the_origin_tell() {
    history.observe(list(0, 9));
    assertThat(history.observe(list(0, 2))).isInstanceOf(Reading.Stale.class);
    final Reading doubtful = history.observe(list(0, 2));
    assertThat(doubtful)
        .isInstanceOfSatisfying(
            Reading.Doubtful.class, d -> assertThat(d.probe().sequence()).isEqualTo(2));
    history.clear(((Reading.Doubtful) doubtful).probe());
    assertThat(history.observe(list(0, 2))).isInstanceOf(Reading.Stale.class);
    assertThat(numbers(history.restart(list(0, 3)).announced())).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void known_numbers_with_other_names_are_a_restart() {
    history.observe(list(5, 8));
    final Reading reading =
        history.observe(
            List.of(segment(6, "http://o.test/x6.ts"), segment(7, "http://o.test/x7.ts")));
    assertThat(reading).isInstanceOf(Reading.Restart.class);
  }

  @Test
  void an_origin_that_never_raises_its_first_number_is_followed_by_names() {
    history.observe(
        List.of(
            segment(0, "http://o.test/a.ts"),
            segment(1, "http://o.test/b.ts"),
            segment(2, "http://o.test/c.ts")));
    final Reading.Advance next =
        advance(
            List.of(
                segment(0, "http://o.test/b.ts"),
                segment(1, "http://o.test/c.ts"),
                segment(2, "http://o.test/d.ts")));
    assertThat(numbers(next.announced())).containsExactly(3L);
    assertThat(history.epoch()).isZero();
  }

  @Test
  void an_origin_that_renames_everything_at_each_version_is_followed_by_numbers() {
    history.observe(
        List.of(segment(5, "http://o.test/t0-5.ts"), segment(6, "http://o.test/t0-6.ts")));
    for (int version = 1; version < 10; version++) {
      history.observe(
          List.of(
              segment(5 + version, "http://o.test/t" + version + "-" + (5 + version) + ".ts"),
              segment(6 + version, "http://o.test/t" + version + "-" + (6 + version) + ".ts")));
    }
    assertThat(history.epoch()).isLessThanOrEqualTo(2);
    assertThat(history.newest()).hasValue(15);
  }

  @Test
  void a_continued_recording_knows_what_it_has() {
    history.restore(3, list(5, 8));
    assertThat(numbers(advance(list(7, 10)).announced())).containsExactly(9L, 10L);
    assertThat(history.epoch()).isEqualTo(3);
  }
}
