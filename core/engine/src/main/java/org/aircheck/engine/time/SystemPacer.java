package org.aircheck.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits in real time, measured on the clock that it is given. */
public final class SystemPacer implements Pacer {
  private final InstantSource clock;

  /** A pacer for a clock that runs at the speed of real time. */
  public SystemPacer(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    for (long nanos = nanosUntil(instant); nanos > 0; nanos = nanosUntil(instant)) {
      LockSupport.parkNanos(this, nanos);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  public <T> Optional<T> poll(BlockingQueue<T> mailbox, Instant deadline)
      throws InterruptedException {
    @Nullable T message = mailbox.poll();
    for (long nanos = nanosUntil(deadline);
        message == null && nanos > 0;
        nanos = nanosUntil(deadline)) {
      message = mailbox.poll(nanos, TimeUnit.NANOSECONDS);
    }
    return Optional.ofNullable(message);
  }

  private long nanosUntil(Instant instant) {
    final Instant now = clock.instant();
    if (!now.isBefore(instant)) {
      return 0;
    }
    // Instant.MAX means "whenever": an hour at a time keeps the subtraction inside a long.
    final Instant hour = now.plus(Duration.ofHours(1));
    return Duration.between(now, instant.isBefore(hour) ? instant : hour).toNanos();
  }
}
