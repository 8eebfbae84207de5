package org.aircheck.engine.vod;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How streams are put on air.
 *
 * @param epoch when the first pass began; empty for what the index says, else {@link #EPOCH}
 * @param start when the broadcast begins, with the media's beginning; takes the place of the epoch
 * @param stop when it ends; empty for never
 * @param once whether there is one pass only
 * @param growing whether everything stays listed
 * @param window how much is listed at least, positive; three target durations are the least
 */
public record ChannelOptions(
    Optional<Instant> epoch,
    Optional<Instant> start,
    Optional<Instant> stop,
    boolean once,
    boolean growing,
    Duration window) {
  /** When all channels began: the same on every node, however long it has been up. */
  public static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

  /** What is used when nothing else is asked for. */
  public static final ChannelOptions DEFAULTS =
      new ChannelOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Duration.ofSeconds(30));
}
