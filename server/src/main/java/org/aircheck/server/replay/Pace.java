package org.aircheck.server.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.aircheck.engine.store.Observation;
import org.aircheck.server.channel.Answer;

/** How slowly a recorded answer came. */
final class Pace {
  /** A viewer who would wait longer has long given up. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Pace() {}

  /**
   * The pace of an exchange for a viewer whose time runs faster or slower.
   *
   * @param speed positive
   */
  static Answer.Pacing of(Observation observation, BigDecimal speed) {
    final Instant answered = observation.at();
    return new Answer.Pacing(
        scaled(Duration.between(observation.sent(), answered), speed),
        scaled(Duration.between(answered, observation.done()), speed));
  }

  private static Duration scaled(Duration recorded, BigDecimal speed) {
    if (recorded.isNegative()) {
      return Duration.ZERO;
    }
    final Duration capped = recorded.compareTo(LONGEST) < 0 ? recorded : LONGEST;
    final BigDecimal nanos =
        BigDecimal.valueOf(capped.toNanos()).divide(speed, 0, RoundingMode.DOWN);
    return nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) < 0
        ? Duration.ofNanos(nanos.longValue())
        : LONGEST;
  }
}
