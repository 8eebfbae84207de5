package org.aircheck.engine.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.past.Standing;

/**
 * How far a recording is, at an instant.
 *
 * @param elapsed since the run began
 * @param tracks in the order in which they were found
 * @param bytes received in this run
 * @param size of the session on disk, in bytes
 * @param free bytes that the disk has left
 * @param past how far the search for what is no longer listed is; empty when there is none
 * @param paused why nothing is fetched
 */
public record Progress(
    Instant at,
    Duration elapsed,
    List<TrackProgress> tracks,
    long bytes,
    long size,
    long free,
    Optional<Standing> past,
    Optional<String> paused) {
  /** Copies the list. */
  public Progress {
    tracks = List.copyOf(tracks);
  }
}
