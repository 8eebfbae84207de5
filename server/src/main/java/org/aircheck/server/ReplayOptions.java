package org.aircheck.server;

import java.math.BigDecimal;
import java.time.Duration;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.server.replay.ManifestTimes;
import org.aircheck.server.replay.View;

/**
 * How recordings are replayed.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 for any that is free
 * @param offset how far into the recording viewers begin, not negative
 * @param shared whether all viewers are on one clock, which begins when the server starts
 * @param speed how fast the recording's time runs: 0 to 1000, at most six decimals
 * @param loop whether a recording begins again after its end
 * @param times what becomes of the times in a DASH manifest
 */
public record ReplayOptions(
    String host,
    int port,
    Duration offset,
    boolean shared,
    BigDecimal speed,
    boolean loop,
    Fidelity fidelity,
    ManifestTimes times) {

  /** What is used when nothing else is asked for. */
  public static final ReplayOptions DEFAULTS =
      new ReplayOptions(
          "127.0.0.1",
          9090,
          Duration.ZERO,
          false,
          BigDecimal.ONE,
          false,
          Fidelity.ANSWERS,
          ManifestTimes.SHIFTED);

  /** Refuses what is out of range. */
  public ReplayOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, not " + port);
    }
    if (offset.isNegative() || offset.compareTo(View.FURTHEST) > 0) {
      throw new IllegalArgumentException(
          "the offset must not be negative or longer than 1000 years");
    }
    if (!View.accepts(speed)) {
      throw new IllegalArgumentException("the speed must be 0 to 1000 with at most six decimals");
    }
  }

  /** The same on another address. */
  public ReplayOptions on(String otherHost, int otherPort) {
    return new ReplayOptions(otherHost, otherPort, offset, shared, speed, loop, fidelity, times);
  }
}
