package org.aircheck.engine.inspect;

import java.time.Duration;
import org.aircheck.engine.store.Observation;

/**
 * Two consecutive versions of a playlist that are too far apart.
 *
 * @param track the playlist's track
 * @param address of the playlist
 * @param before the exchange that first brought the earlier version
 * @param after the exchange that first brought the later one
 * @param apart the time between the two
 * @param threshold what it was held against
 */
public record PlaylistGap(
    String track,
    String address,
    Observation before,
    Observation after,
    Duration apart,
    Duration threshold) {}
