package org.aircheck.spi;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a manifest hangs together with the wall clock.
 *
 * @param until the first instant, on the origin's clock, at which the same bytes describe something
 *     else: a segment becomes available; empty when they say all themselves
 * @param clocks where the origin's clock can be read, the preferred one first
 * @param location where further versions are to be asked for, absolute; empty for the same address
 * @param begin the instant that periods' starts are counted from (availabilityStartTime)
 * @param published when this version was made (publishTime)
 * @param buffer how long a segment stays available (timeShiftBufferDepth)
 */
public record Timing(
    Optional<Instant> until,
    List<ClockSource> clocks,
    Optional<URI> location,
    Optional<Instant> begin,
    Optional<Instant> published,
    Optional<Duration> buffer) {

  /** Of a manifest that has nothing to do with the wall clock. */
  public static final Timing NONE =
      new Timing(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Copies the list; nothing may be null. */
  public Timing {
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(begin, "begin");
    Objects.requireNonNull(published, "published");
    Objects.requireNonNull(buffer, "buffer");
    clocks = List.copyOf(clocks);
  }
}
