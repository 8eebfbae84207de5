package org.aircheck.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollTest {
  @Test
  void looks_again_until_the_condition_holds() {
    final AtomicInteger looks = new AtomicInteger();
    Poll.until(Duration.ofSeconds(10), () -> looks.incrementAndGet() == 3, "the third look");
    assertThat(looks).hasValue(3);
  }

  @Test
  void returns_the_value_that_it_waited_for() {
    final AtomicInteger looks = new AtomicInteger();
    final int value =
        Poll.value(
            Duration.ofSeconds(10),
            () -> looks.incrementAndGet() < 2 ? Optional.empty() : Optional.of(42),
            "an answer");
    assertThat(value).isEqualTo(42);
  }

  @Test
  void fails_at_the_deadline_and_names_what_it_waited_for() {
    final Instant begin = SystemTime.clock().instant();
    assertThatThrownBy(() -> Poll.until(Duration.ofMillis(50), () -> false, "rain in the desert"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rain in the desert");
    assertThat(SystemTime.clock().instant()).isAfterOrEqualTo(begin.plusMillis(50));
  }

  @Test
  void fails_when_looking_fails() {
    assertThatThrownBy(() ->
            Poll.until(
                Duration.ofSeconds(10),
                () -> {
                  throw new IOException("gone");
                },
                "a file"))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("gone");
  }
}
