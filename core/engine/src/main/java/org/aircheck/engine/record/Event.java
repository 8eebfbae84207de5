package org.aircheck.engine.record;

import java.time.Instant;
import org.aircheck.engine.store.Gap;

/** Something that happened while recording and that a person may want to know. */
public sealed interface Event {
  /** When. */
  Instant at();

  /** A track was found and is recorded from now on. */
  record TrackFound(Instant at, String track, String description) implements Event {}

  /** The origin began a track's sequence numbers anew. */
  record EpochBegan(Instant at, String track, int epoch) implements Event {}

  /** Media is missing. */
  record GapFound(Instant at, String track, Gap gap) implements Event {}

  /** A manifest has something odd at a line. */
  record ManifestOdd(Instant at, String track, String warning) implements Event {}

  /** Something can't be had or written now; the recording goes on trying. */
  record Trouble(Instant at, String message) implements Event {}

  /** Fetching has stopped: the disk is full to the floor, or can't be written. */
  record Paused(Instant at, String reason) implements Event {}

  /** Fetching goes on. */
  record Resumed(Instant at) implements Event {}

  /** No more is asked for; what is under way is finished. */
  record Draining(Instant at, String reason) implements Event {}
}
