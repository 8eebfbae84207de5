package org.aircheck.engine.fetch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.aircheck.engine.time.Pacer;

/**
 * A token bucket that all transfers share: it holds what a quarter of a second brings. Thread-safe.
 */
final class Throttle {
  private static final Duration BUCKET = Duration.ofMillis(250);
  private static final double NANOS = 1e9;

  private final OptionalLong rate;
  private final InstantSource clock;
  private final Pacer pacer;
  private Instant paidUntil = Instant.MIN;

  Throttle(OptionalLong rate, InstantSource clock, Pacer pacer) {
    this.rate = rate;
    this.clock = clock;
    this.pacer = pacer;
  }

  /**
   * Pays for bytes that have come, and waits until the account is level.
   *
   * @return whether there was something to wait for
   */
  boolean pay(long bytes) throws InterruptedException {
    if (rate.isEmpty()) {
      return false;
    }
    final Instant now = clock.instant();
    final Instant level = book(bytes, now);
    if (!level.isAfter(now)) {
      return false;
    }
    pacer.sleepUntil(level);
    return true;
  }

  private synchronized Instant book(long bytes, Instant now) {
    final Instant full = now.minus(BUCKET);
    final Instant from = paidUntil.isAfter(full) ? paidUntil : full;
    paidUntil = from.plusNanos((long) (bytes * NANOS / rate.orElseThrow()));
    return paidUntil;
  }
}
