package org.aircheck.engine.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.spi.Track;

/**
 * The write side of a session: one recorder has it, for one run.
 *
 * <p>What is put is collected in memory and written by {@link #commit()}, in the order files, then
 * rows: a row never speaks of a body that is not on disk. All methods are called from one thread,
 * but for {@link #temporaryFile()}.
 */
public interface SessionWriter extends AutoCloseable {

  /**
   * A new file name below the session for a body that is being received; swept when a session is
   * opened.
   */
  Path temporaryFile();

  /**
   * A number for a new {@link Asset}, {@link RecordedSegment} or {@link Gap}; never given twice in
   * a session.
   */
  long newId();

  /** Notes which protocol reads the session's manifests. */
  void protocol(String id);

  /**
   * Adds a track, or describes the known one with the same {@link Track#id()} anew. Its segments
   * are not stored.
   */
  long track(Track track);

  /**
   * Adds an exchange and its body. A body on disk is taken over: its file belongs to the store from
   * now on.
   *
   * @param track the track's id; empty for what belongs to the whole presentation
   * @param attempt counted from 1
   * @param extension for a body on disk: its file's, one to five lower-case letters or digits
   * @return the exchange's number
   */
  long exchange(
      ExchangeKind kind, OptionalLong track, int attempt, Exchange exchange, String extension);

  /** Adds an asset, or replaces the one with its id. */
  void asset(Asset asset);

  /** Adds a segment, or replaces the one with its id. */
  void segment(RecordedSegment segment);

  /** Adds a gap. */
  void gap(Gap gap);

  /**
   * Starts writing what was put since the last call, on a thread of the store; returns at once.
   * While an earlier batch is still being written, or the disk is full, it joins the next one.
   */
  void commit();

  /**
   * Whether the last attempt to write failed, and why; the batch is kept and tried again at the
   * next commit.
   */
  Optional<String> trouble();

  /** Bytes of media and database on disk now. */
  long size();

  /** Bytes that the file system has left for the session. */
  long free();

  /**
   * Writes everything that was put and waits for it, ends the run with an outcome, and releases the
   * session.
   */
  void finish(Instant now, String outcome);

  /**
   * Releases the session; without {@link #finish} before it, the run stays without an end, as after
   * a kill.
   */
  @Override
  void close();
}
