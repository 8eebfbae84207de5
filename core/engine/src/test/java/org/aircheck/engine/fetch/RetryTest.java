package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When to try again. */
final class RetryTest {
  private static final Instant NOW = Instant.parse("2025-07-01T10:00:00Z");

  @Test
  void pauses_double_up_to_five_seconds_give_or_take_a_quarter() {
    for (long seed = 0; seed < 1000; seed++) {
      long exact = 250;
      for (int attempt = 1; attempt <= 100; attempt++) {
        assertThat(RetryPolicy.delay(attempt, Optional.empty(), seed))
            .isBetween(Duration.ofNanos(exact * 750_000), Duration.ofNanos(exact * 1_250_000));
        exact = Math.min(5000, exact * 2);
      }
    }
    assertThat(RetryPolicy.delay(Integer.MAX_VALUE, Optional.empty(), 1))
        .isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void the_same_seed_gives_the_same_pauses_and_others_spread() {
    assertThat(RetryPolicy.delay(3, Optional.empty(), 7))
        .isEqualTo(RetryPolicy.delay(3, Optional.empty(), 7));
    long below = 0;
    for (long seed = 0; seed < 1000; seed++) {
      below +=
          RetryPolicy.delay(1, Optional.empty(), seed).compareTo(Duration.ofMillis(250)) < 0
              ? 1
              : 0;
    }
    assertThat(below).isBetween(400L, 600L);
  }

  @Test
  void the_origins_wish_is_honoured_up_to_a_minute() {
    assertThat(RetryPolicy.delay(1, Optional.of(Duration.ofSeconds(30)), 1))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryPolicy.delay(1, Optional.of(Duration.ofDays(30)), 1))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(RetryPolicy.delay(1, Optional.of(Duration.ZERO), 1)).isPositive();
  }

  @Test
  void attempts_are_counted_from_one() {
    assertThatThrownBy(() -> RetryPolicy.delay(0, Optional.empty(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void retry_after_is_seconds_or_a_date() {
    assertThat(RetryAfter.parse(" 120 ", NOW)).hasValue(Duration.ofSeconds(120));
    assertThat(RetryAfter.parse("0", NOW)).hasValue(Duration.ZERO);
    assertThat(RetryAfter.parse("99999999999999999999", NOW))
        .hasValueSatisfying(d -> assertThat(d).isPositive());
    assertThat(RetryAfter.parse("Tue, 01 Jul 2025 10:00:30 GMT", NOW))
        .hasValue(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Tue, 01 Jul 2025 09:00:00 GMT", NOW)).hasValue(Duration.ZERO);
  }

  @Test
  void anything_else_is_no_wish() {
    for (String text :
        new String[] {"", "-5", "soon", "1.5", "Tue, 99 Jul 2025 10:00:30 GMT", "٣"}) {
      assertThat(RetryAfter.parse(text, NOW)).as(text).isEmpty();
    }
  }
}
