package org.aircheck.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Waiting for something that happens in another thread or process: look again and again, up to a
 * deadline.
 */
public final class Poll {
  private static final long PAUSE_MILLIS = 10;

  private Poll() {}

  /**
   * Waits until a condition holds.
   *
   * @param patience how long at most, in real time
   * @param condition is evaluated every 10 ms, in the caller's thread
   * @param what is awaited, for the failure's message: "the origin to answer"
   * @throws AssertionError when it doesn't hold in time, or when evaluating it throws
   */
  public static void until(Duration patience, Callable<Boolean> condition, String what) {
    value(patience, () -> condition.call() ? Optional.of(true) : Optional.empty(), what);
  }

  /**
   * Waits until a value is there, and returns it.
   *
   * @throws AssertionError when it isn't there in time, or when looking for it throws
   */
  public static <T> T value(Duration patience, Callable<Optional<T>> look, String what) {
    final InstantSource clock = SystemTime.clock();
    final Instant deadline = clock.instant().plus(patience);
    while (true) {
      // Asked before the look: the last look happens at the deadline or after it, never well
      // before.
      final boolean last = !clock.instant().isBefore(deadline);
      final Optional<T> found = looked(look, what);
      if (found.isPresent()) {
        return found.get();
      }
      if (last) {
        throw new AssertionError("waited " + patience + " in vain for " + what);
      }
      pause(what);
    }
  }

  private static <T> Optional<T> looked(Callable<Optional<T>> look, String what) {
    try {
      return look.call();
    } catch (Exception e) {
      throw new AssertionError("failed while waiting for " + what, e);
    }
  }

  private static void pause(String what) {
    try {
      SystemTime.pause(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
