package org.aircheck.engine.past;

/**
 * What a search wants to know.
 *
 * @param track the track's id
 * @param value the time or number that addresses a segment
 * @param kind why it asks
 */
public record Question(String track, long value, Kind kind) {

  /** Why a search asks. */
  public enum Kind {
    /** The segment is listed or was had before: only its times are wanted. */
    KNOWN,
    /** There must be a segment: its neighbour ends there. */
    EXPECTED,
    /** There may be one. */
    GUESS
  }
}
