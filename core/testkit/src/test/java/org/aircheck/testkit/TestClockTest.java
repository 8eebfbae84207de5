package org.aircheck.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import org.aircheck.engine.time.Pacer;
import org.junit.jupiter.api.Test;

class TestClockTest extends PacerContract {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final TestClock clock = new TestClock(START);

  @Override
  InstantSource clock() {
    return clock;
  }

  @Override
  Pacer pacer() {
    return clock;
  }

  @Test
  void stands_still_when_nobody_waits() {
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void jumps_exactly_to_where_someone_sleeps() throws InterruptedException {
    clock.sleepUntil(START.plus(Duration.ofDays(2)));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(2)));
  }

  @Test
  void jumps_exactly_to_the_deadline_of_an_empty_mailbox() throws InterruptedException {
    assertThat(clock.poll(new ArrayBlockingQueue<>(1), START.plusSeconds(7))).isEmpty();
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void is_driven_from_outside_but_never_back() {
    clock.advance(Duration.ofMinutes(3));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(180));
    assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(180));
  }

  @Test
  void refuses_a_wait_that_nothing_can_end() {
    assertThatThrownBy(() -> clock.poll(new ArrayBlockingQueue<>(1), Instant.MAX))
        .isInstanceOf(IllegalStateException.class);
    assertThat(clock.instant()).isEqualTo(START);
  }
}
