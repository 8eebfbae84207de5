package org.aircheck.testkit.live;

/** Where a rendition's segments come from. Thread-safe. */
interface Media {

  /**
   * One segment.
   *
   * @param name of the segment, unique in all renditions and epochs
   * @param sequence in its epoch
   */
  byte[] segment(String name, int sequence);
}
