package org.aircheck.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.Segment;

/**
 * A segment as announced, and what has become of it. Identity is (track, epoch, sequence, address,
 * range), never the number alone.
 *
 * @param id unique in the session
 * @param track the track's id
 * @param epoch which run of the track's sequence numbers, 0 for the first
 * @param segment as announced first
 * @param state what has become of it
 * @param announced when a manifest version that lists it was first received
 * @param removed when a version without it was first received; empty while it is listed
 * @param exchange the exchange that brought its body
 * @param initialization the {@link Asset} that holds its initialization section
 * @param keys the {@link Asset}s that hold its keys
 */
public record RecordedSegment(
    long id,
    long track,
    int epoch,
    Segment segment,
    SegmentState state,
    Instant announced,
    Optional<Instant> removed,
    OptionalLong exchange,
    OptionalLong initialization,
    List<Long> keys) {
  /** Copies the list. */
  public RecordedSegment {
    keys = List.copyOf(keys);
  }
}
