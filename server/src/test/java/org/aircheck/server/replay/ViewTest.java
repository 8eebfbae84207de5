package org.aircheck.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer's clock. */
final class ViewTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static View view(String speed) {
    return new View(NOON, Duration.ofSeconds(30), new BigDecimal(speed));
  }

  @Test
  void time_runs_at_the_views_speed_from_its_offset() {
    assertThat(view("1").elapsed(NOON)).hasSeconds(30);
    assertThat(view("1").elapsed(NOON.plusSeconds(10))).hasSeconds(40);
    assertThat(view("2.5").elapsed(NOON.plusSeconds(10))).hasSeconds(55);
    assertThat(view("0").elapsed(NOON.plusSeconds(10))).hasSeconds(30);
    assertThat(view("1").elapsed(NOON.minusSeconds(10))).as("before it began").hasSeconds(30);
  }

  @Test
  void a_view_reads_back_what_it_writes() {
    final View view = view("0.75");
    assertThat(view.path()).isEqualTo("1772366400000/30000/0.75");
    assertThat(View.of(view.path())).hasValue(view);
    assertThat(View.parse(view.path() + "/https/h/a")).hasValue(new View.Parsed(view, "https/h/a"));
    assertThat(view("100").path()).endsWith("/100");
    assertThat(view("1.0").path()).endsWith("/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1/2",
        "1/2/x",
        "-1/2/3",
        "1/-2/3",
        "1/2/-3",
        "1/2/1001",
        "1/2/1.1234567",
        "1/2/1e3",
        "123456789012345/1/1",
        "1/2/3."
      })
  void what_is_no_view_is_refused(String text) {
    assertThat(View.parse(text)).isEmpty();
  }

  @Test
  void speeds_out_of_range_are_refused() {
    assertThatThrownBy(() -> view("-1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view("1000.5")).isInstanceOf(IllegalArgumentException.class);
    assertThat(View.accepts(new BigDecimal("0.0000001"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void an_instant_is_reached_exactly_when_it_is(long seed) {
    final Random random = new Random(seed);
    final String[] speeds = {"1", "0.333333", "2", "1.5", "7", "0.000001", "999.999999"};
    for (int i = 0; i < 2000; i++) {
      final View view = view(speeds[random.nextInt(speeds.length)]);
      final Duration wanted =
          Duration.ofSeconds(30 + random.nextInt(100_000), random.nextInt(1_000_000_000));
      final Instant reached = view.reaches(wanted);
      assertThat(view.elapsed(reached)).as("seed %d", seed).isGreaterThanOrEqualTo(wanted);
      if (reached.isAfter(NOON)) {
        assertThat(view.elapsed(reached.minusNanos(1))).as("seed %d", seed).isLessThan(wanted);
      }
    }
    assertThat(view("0").reaches(Duration.ofSeconds(31))).isEqualTo(Instant.MAX);
  }
}
