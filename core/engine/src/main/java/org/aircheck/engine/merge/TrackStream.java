package org.aircheck.engine.merge;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.aircheck.engine.media.TransportStream;

/** One track of one file as a stream of bytes, segment by segment. Used by one thread. */
final class TrackStream extends InputStream {
  private final Media media;
  private final Placement placement;
  private final long lead;
  private final Iterator<Piece> pieces;
  private final Map<Integer, Integer> counters = new HashMap<>();
  private byte[] section = new byte[0];
  private byte[] current = new byte[0];
  private int at;

  /**
   * A stream that begins at its first piece.
   *
   * @param lead added to all times, in ticks of 90 kHz: decoding begins before presenting does, and
   *     neither may be negative
   */
  TrackStream(List<Piece> pieces, Media media, Placement placement, long lead) {
    this.media = media;
    this.placement = placement;
    this.lead = lead;
    this.pieces = pieces.iterator();
  }

  @Override
  public int read() throws IOException {
    final byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (at == current.length) {
      if (!pieces.hasNext()) {
        return -1;
      }
      current = next(pieces.next());
      at = 0;
    }
    final int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, count);
    at += count;
    return count;
  }

  private byte[] next(Piece piece) throws IOException {
    try {
      final byte[] bytes = media.shifted(piece.segment(), placement.shift(piece) + lead);
      if (media.format(piece.segment()) == Media.Format.TRANSPORT_STREAM) {
        TransportStream.number(bytes, counters);
      }
      final byte[] wanted = media.initialization(piece.segment());
      if (section.length > 0 || wanted.length == 0) {
        return bytes; // the coding is the same within a file, so the first section is good for all
      }
      section = wanted;
      final byte[] both = Arrays.copyOf(section, section.length + bytes.length);
      System.arraycopy(bytes, 0, both, section.length, bytes.length);
      return both;
    } catch (MergeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
