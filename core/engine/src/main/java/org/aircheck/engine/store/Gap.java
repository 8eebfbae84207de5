package org.aircheck.engine.store;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Media that was announced, or must have existed, and is not in the session; or a time when nothing
 * was recorded.
 *
 * @param id unique in the session
 * @param track the track's id; empty when it concerns all of them
 * @param epoch the track's epoch, 0 for the first; 0 when it concerns all tracks
 * @param first the first missing sequence number; empty for a time when nothing was recorded
 * @param last the last missing sequence number
 * @param count how many segments are missing, as far as can be told; 0 for a time when nothing was
 *     recorded
 * @param began when it was first known to be missing
 * @param ended when the recording had media again, or gave up
 * @param reason why
 * @param detail the last error, or another word for people; may be empty
 */
public record Gap(
    long id,
    OptionalLong track,
    int epoch,
    OptionalLong first,
    OptionalLong last,
    long count,
    Instant began,
    Instant ended,
    Reason reason,
    String detail) {

  /** Why media is missing. The names are stored: never rename one. */
  public enum Reason {
    /** Segments left the list before any version that the recorder saw had announced them. */
    WINDOW_PASSED,
    /** A segment could not be had until its deadline. */
    LOST,
    /** The recorder was not running. */
    INTERRUPTION
  }

  /** Whether media is known to be missing, rather than only unobserved. */
  public boolean ofMedia() {
    return first.isPresent();
  }
}
