package org.aircheck.spi;

import java.util.List;

/**
 * Reads in a segment which ones come after it, in protocols whose players learn that there and not
 * from the manifest alone (Smooth Streaming's TfrfBox, [MS-SSTR] section 2.2.4.5). Pure, and called
 * from many threads at once.
 */
@FunctionalInterface
public interface Lookahead {

  /**
   * The segments that come after one.
   *
   * @param track as the manifest described it last, without its segments
   * @param segment as it was listed, or as this function gave it
   * @param bytes its body as received, not to be changed; they may be anything
   * @return in order, at most 16; empty when it names none, or when the bytes are no segment
   */
  List<Segment> after(Track track, Segment segment, byte[] bytes);
}
