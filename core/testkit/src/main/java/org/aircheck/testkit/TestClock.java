package org.aircheck.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.aircheck.engine.time.Pacer;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when someone waits: hours pass in no time.
 *
 * <p>The rule: whoever waits owns the clock. {@link #sleepUntil} jumps to the instant; {@link
 * #poll} takes a message that already lies there, else jumps to the deadline and returns empty. So
 * it fits a simulation in one thread, where nothing else could have put a message there in the
 * meantime. Code that only reads the clock is driven from outside, with {@link #advance}. It never
 * goes back.
 *
 * <p>Thread-safe, but see the rule.
 */
public final class TestClock implements InstantSource, Pacer {
  private final AtomicReference<Instant> now;

  /** A clock that shows an instant. */
  public TestClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Lets time pass; refuses a negative duration. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time doesn't go back: " + duration);
    }
    now.updateAndGet(instant -> instant.plus(duration));
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    if (instant().isBefore(instant)) {
      jump(instant);
    }
  }

  @Override
  public <T> Optional<T> poll(BlockingQueue<T> mailbox, Instant deadline)
      throws InterruptedException {
    final @Nullable T message = mailbox.poll();
    if (message == null && instant().isBefore(deadline)) {
      jump(deadline);
    }
    return Optional.ofNullable(message);
  }

  private void jump(Instant instant) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (instant.equals(Instant.MAX)) {
      throw new IllegalStateException("waits forever: nothing else runs that could end it");
    }
    now.updateAndGet(before -> before.isBefore(instant) ? instant : before);
  }
}
