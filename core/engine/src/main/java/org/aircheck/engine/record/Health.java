package org.aircheck.engine.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.aircheck.engine.fetch.Exchange;

/**
 * Watches whether the origin answers, and says when the channel's addresses must be resolved anew.
 */
final class Health {
  /** Answers that say that an address, or the token in it, is no longer good. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 410);

  private static final Duration BETWEEN_RESOLUTIONS = Duration.ofSeconds(1);
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofSeconds(10);

  private final Desk desk;
  private final Runnable resolve;
  private Instant lastAnswer;
  private Instant lastResolution = Instant.MIN;
  private Instant lastComplaint = Instant.MIN;

  /**
   * Begins as if the origin had just answered.
   *
   * @param resolve asks the channel's own manifest at once
   */
  Health(Desk desk, Runnable resolve) {
    this.desk = desk;
    this.resolve = resolve;
    this.lastAnswer = desk.now();
  }

  void answered(Exchange exchange) {
    lastAnswer = exchange.done();
  }

  /** A manifest could not be had. */
  void failed(Exchange exchange, String why) {
    if (REFUSALS.contains(exchange.status().orElse(0))) {
      refused(exchange);
    }
    final Instant now = desk.now();
    if (lastComplaint.equals(Instant.MIN) || now.isAfter(lastComplaint.plus(BETWEEN_COMPLAINTS))) {
      lastComplaint = now;
      desk.trouble(exchange.ask().uri() + ": " + why);
    }
  }

  /** An address was refused: the channel's own manifest may have better ones. */
  void refused(Exchange exchange) {
    final Instant now = exchange.done();
    if (lastResolution.equals(Instant.MIN)
        || now.isAfter(lastResolution.plus(BETWEEN_RESOLUTIONS))) {
      lastResolution = now;
      resolve.run();
    }
  }

  /** How long nothing could be had. */
  Duration silence(Instant now) {
    return Duration.between(lastAnswer, now);
  }
}
