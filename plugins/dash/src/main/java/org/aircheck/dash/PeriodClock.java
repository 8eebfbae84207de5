package org.aircheck.dash;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A period's place on the wall clock.
 *
 * @param begin when it begins; empty in a static presentation
 * @param length how long it lasts, as far as that is known
 * @param buffer how long a segment stays available; empty for always
 * @param now on the origin's clock
 */
record PeriodClock(
    Optional<Instant> begin, Optional<Duration> length, Optional<Duration> buffer, Instant now) {

  /** How long it has been on by now; negative before its time. */
  Optional<Duration> elapsed() {
    return begin.map(b -> Duration.between(b, now));
  }

  /** The instant at which so many ticks of it are over. */
  Optional<Instant> at(long ticks, long timescale) {
    return begin.flatMap(b -> Times.elapsed(ticks, timescale).map(b::plus));
  }
}
