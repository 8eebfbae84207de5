package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to record, how, and when to end.
 *
 * @param source the channel's address
 * @param selection which tracks
 * @param interval a fixed pace of manifest reloads; empty for the pace that catches every version
 * @param persistence how long to try for a segment
 * @param concurrency downloads at a time, from 1
 * @param minFree bytes of disk that stay free
 * @param limits when to end
 */
public record RecordOptions(
    URI source,
    Selection selection,
    Optional<Duration> interval,
    Persistence persistence,
    int concurrency,
    long minFree,
    Limits limits) {

  /** Everything, at the automatic pace, until the channel ends. */
  public static RecordOptions of(URI source) {
    return new RecordOptions(
        source,
        Selection.ALL,
        Optional.empty(),
        new Persistence.ToDeadline(),
        8,
        1L << 30,
        Limits.NONE);
  }

  /** How long to try for a segment that can't be had. */
  public sealed interface Persistence {
    /** As long as RFC 8216 section 6.2.2 makes the origin keep it. */
    record ToDeadline() implements Persistence {}

    /**
     * As long as that, and at least a number of times.
     *
     * @param retries after the first attempt, from 0
     * @param pause between two attempts
     */
    record AtLeast(int retries, Duration pause) implements Persistence {}

    /**
     * A number of times.
     *
     * @param retries after the first attempt, from 0
     * @param pause between two attempts
     */
    record Counted(int retries, Duration pause) implements Persistence {}
  }

  /**
   * When a recording ends although the channel goes on.
   *
   * @param duration after its start
   * @param until at an instant
   * @param maxSize when the session has this many bytes
   * @param giveUp when nothing at all could be received for so long; empty for never
   * @param liveEnd when no new segment was announced for so long; empty for never
   */
  public record Limits(
      Optional<Duration> duration,
      Optional<Instant> until,
      OptionalLong maxSize,
      Optional<Duration> giveUp,
      Optional<Duration> liveEnd) {
    /** Only the channel's own end. */
    public static final Limits NONE =
        new Limits(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
