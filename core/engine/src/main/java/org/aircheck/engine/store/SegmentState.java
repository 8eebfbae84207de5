package org.aircheck.engine.store;

/** What has become of an announced segment. The names are stored: never rename one. */
public enum SegmentState {
  /** Announced and still being fetched; left over only when the recorder was killed. */
  PENDING,
  /** Whole, of the right length and of a structure that parses. */
  COMPLETE,
  /** Only a part, or a body whose structure does not parse: the best attempt. */
  PARTIAL,
  /** Could not be had until the deadline. */
  LOST,
  /** The origin itself declared it missing (EXT-X-GAP). */
  DECLARED_GAP
}
