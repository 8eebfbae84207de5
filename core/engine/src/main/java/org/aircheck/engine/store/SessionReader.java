package org.aircheck.engine.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aircheck.spi.ByteRange;

/**
 * The read side of a session; it may be open while a recorder writes. Thread-safe; calls block on
 * the database.
 *
 * <p>Throws {@link StoreException} when the database turns out to be damaged.
 */
public interface SessionReader extends AutoCloseable {

  /** What the session is. */
  SessionInfo info();

  /** The recorder's runs, in order. */
  List<Run> runs();

  /** The tracks, in the order in which they were first seen. */
  List<RecordedTrack> tracks();

  /** The gaps, in the order in which they began. */
  List<Gap> gaps();

  /** Gives a track's segments one by one, by epoch and sequence. */
  void segments(long track, Consumer<RecordedSegment> each);

  /** A track's segment with a number; of several, the one that was announced last. */
  Optional<RecordedSegment> segment(long track, int epoch, long sequence);

  /** The assets, in the order in which they were announced. */
  List<Asset> assets();

  /** How many segments a track has, by epoch and state. */
  List<SegmentCount> counts(long track);

  /** A track's segments in one epoch and state. */
  record SegmentCount(int epoch, SegmentState state, long count, long bytes) {}

  /**
   * The addresses that exchanges of a kind were made for, in the order in which they were first
   * asked.
   */
  List<String> addresses(ExchangeKind kind);

  /**
   * All exchanges that were made for an address, in the order of {@link Observation#at()}.
   *
   * @param address as in {@link Observation#requested()}, or where a redirect led
   */
  List<Observation> observations(String address);

  /** One exchange. */
  Optional<Observation> observation(long id);

  /**
   * When an address was first announced by a manifest as a segment, a key or an initialization
   * section.
   *
   * @param range the announced part; empty for the whole
   * @return empty when none announced it
   */
  Optional<Instant> announced(String address, Optional<ByteRange> range);

  /** When the first segments of a track were announced; empty as long as none was. */
  Optional<Instant> begins(long track);

  /**
   * How many exchanges were repetitions, were errors of the origin, and brought bodies; for the
   * summary.
   */
  Tally tally();

  /** Figures over all exchanges. */
  record Tally(long exchanges, long retries, long errors, long bytesReceived, long changedBodies) {}

  /** A body kept in the database, or a file's content. */
  byte[] content(BodyRef body);

  /** The file of a body that is {@link BodyRef#onDisk()}. */
  Path file(BodyRef body);

  /**
   * Restores what a recorder needs to go on: the newest epoch of a track and its newest segments,
   * in order.
   */
  List<RecordedSegment> newest(long track, int limit);

  @Override
  void close();
}
