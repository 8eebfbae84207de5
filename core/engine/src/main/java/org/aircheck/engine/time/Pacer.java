package org.aircheck.engine.time;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/**
 * Waits until an instant of its clock. Reading the time and waiting for it are two seams; one
 * object usually is both.
 *
 * <p>Thread-safe; each call blocks only its own thread.
 */
public interface Pacer {

  /** Waits until the clock has reached an instant; returns at once when it has. */
  void sleepUntil(Instant instant) throws InterruptedException;

  /**
   * Waits for a message, but no longer than until an instant.
   *
   * @return empty when the instant came first
   */
  <T> Optional<T> poll(BlockingQueue<T> mailbox, Instant deadline) throws InterruptedException;
}
