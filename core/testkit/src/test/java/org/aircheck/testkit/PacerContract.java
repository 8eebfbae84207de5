package org.aircheck.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.aircheck.engine.time.Pacer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every pacer does, whatever its clock. */
abstract class PacerContract {
  private static final Duration MOMENT = Duration.ofMillis(30);

  private final BlockingQueue<String> mailbox = new ArrayBlockingQueue<>(4);

  /** The clock that the pacer waits on. */
  abstract InstantSource clock();

  abstract Pacer pacer();

  @AfterEach
  void clear_the_interrupt() {
    Thread.interrupted();
  }

  @Test
  void sleeping_ends_when_the_instant_is_reached() throws InterruptedException {
    final Instant instant = clock().instant().plus(MOMENT);
    pacer().sleepUntil(instant);
    assertThat(clock().instant()).isAfterOrEqualTo(instant);
  }

  @Test
  void sleeping_until_the_past_returns_and_leaves_the_time_alone() throws InterruptedException {
    final Instant before = clock().instant();
    pacer().sleepUntil(before.minus(Duration.ofHours(1)));
    assertThat(clock().instant()).isBetween(before, before.plusSeconds(60));
  }

  @Test
  void a_waiting_message_is_taken_without_waiting() throws InterruptedException {
    mailbox.add("first");
    mailbox.add("second");
    final Instant deadline = clock().instant().plus(Duration.ofHours(1));
    assertThat(pacer().poll(mailbox, deadline)).contains("first");
    assertThat(clock().instant()).isBefore(deadline);
    assertThat(mailbox).containsExactly("second");
  }

  @Test
  void a_waiting_message_is_taken_after_the_deadline_too() throws InterruptedException {
    mailbox.add("late");
    assertThat(pacer().poll(mailbox, clock().instant().minusSeconds(1))).contains("late");
  }

  @Test
  void an_empty_mailbox_is_left_at_the_deadline() throws InterruptedException {
    final Instant deadline = clock().instant().plus(MOMENT);
    assertThat(pacer().poll(mailbox, deadline)).isEmpty();
    assertThat(clock().instant()).isAfterOrEqualTo(deadline);
  }

  @Test
  void an_empty_mailbox_is_left_at_once_after_the_deadline() throws InterruptedException {
    final Instant before = clock().instant();
    assertThat(pacer().poll(mailbox, before.minusSeconds(1))).isEmpty();
    assertThat(clock().instant()).isBetween(before, before.plusSeconds(60));
  }

  @Test
  void an_interrupted_thread_does_not_sleep() {
    final Instant instant = clock().instant().plus(Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pacer().sleepUntil(instant)).isInstanceOf(InterruptedException.class);
    assertThat(clock().instant()).isBefore(instant);
  }

  @Test
  void an_interrupted_thread_does_not_wait_for_a_message() {
    final Instant deadline = clock().instant().plus(Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pacer().poll(mailbox, deadline))
        .isInstanceOf(InterruptedException.class);
    assertThat(clock().instant()).isBefore(deadline);
  }
}
