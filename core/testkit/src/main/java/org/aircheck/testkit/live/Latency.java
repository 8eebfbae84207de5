package org.aircheck.testkit.live;

import java.time.Duration;

/**
 * How long an origin in memory pretends to take.
 *
 * @param firstByte from each request to the head of its answer
 * @param transfer from there to the end of the body
 */
public record Latency(Duration firstByte, Duration transfer) {
  /** Everything happens in an instant. */
  public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO);
}
