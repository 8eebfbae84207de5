package org.aircheck.engine.merge;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.MediaTime;

/**
 * A track's media that is there, in order, each segment with its place on the track's timeline.
 *
 * @param track the one that is the strip's, of several periods the first
 * @param pieces what is there
 * @param missing the segments that are not there
 * @param parts which period each track is of, by its number
 */
record Strip(
    RecordedTrack track,
    List<Piece> pieces,
    List<RecordedSegment> missing,
    Map<Long, Integer> parts) {
  /** Where timestamps of transport streams begin anew. */
  static final long WRAP = 1L << 33;

  /** A step back of more than this is an encoder that began anew, not reordering. */
  private static final long BACK = FragmentedMp4.CLOCK;

  /** So is a step ahead of more than this between neighbours. */
  private static final long AHEAD = 60 * FragmentedMp4.CLOCK;

  /** Reads where each segment begins of what plays one after the other, by period. */
  static Strip of(SessionReader session, Media media, SortedMap<Integer, RecordedTrack> tracks)
      throws IOException, MergeException {
    final List<Piece> pieces = new ArrayList<>();
    final List<RecordedSegment> missing = new ArrayList<>();
    final Map<Long, Integer> parts = new HashMap<>();
    for (Map.Entry<Integer, RecordedTrack> track : tracks.entrySet()) {
      parts.put(track.getValue().id(), track.getKey());
      final List<RecordedSegment> rows = new ArrayList<>();
      session.segments(track.getValue().id(), rows::add);
      for (RecordedSegment row : rows) {
        final OptionalLong first = media.isThere(row) ? media.first(row) : OptionalLong.empty();
        if (first.isEmpty()) {
          missing.add(row);
        } else {
          pieces.add(placed(pieces, row, track.getKey(), first.getAsLong(), media));
        }
      }
    }
    return new Strip(tracks.values().iterator().next(), pieces, missing, parts);
  }

  /** The same with some of the pieces only. */
  Strip only(Predicate<Piece> wanted) {
    return new Strip(track, pieces.stream().filter(wanted).toList(), List.of(), parts);
  }

  /** The order in which segments play. */
  Comparator<RecordedSegment> order() {
    return Comparator.comparing((RecordedSegment s) -> parts.getOrDefault(s.track(), 0))
        .thenComparing(RecordedSegment::epoch)
        .thenComparing(s -> s.segment().sequence());
  }

  private static Piece placed(
      List<Piece> before, RecordedSegment row, int part, long written, Media media)
      throws MergeException {
    final long duration = ticks(row.segment().duration());
    final Piece.Run run =
        new Piece.Run(part, row.epoch(), row.segment().discontinuitySequence(), 0);
    if (before.isEmpty()) {
      return new Piece(row, run, written, duration);
    }
    final Piece last = before.getLast();
    final boolean sameRun =
        last.run().part() == part
            && last.run().epoch() == run.epoch()
            && last.run().discontinuities() == run.discontinuities();
    if (!sameRun) {
      return new Piece(row, run, written, duration);
    }
    final boolean wraps = media.format(row) == Media.Format.TRANSPORT_STREAM;
    final long step = wraps ? signed(written - last.first()) : written - last.first();
    final boolean next = row.segment().follows(last.segment().segment());
    final boolean reset = step < -BACK || next && step > last.duration() + AHEAD;
    final int resets = last.run().resets() + (reset ? 1 : 0);
    final Piece.Run same = new Piece.Run(part, run.epoch(), run.discontinuities(), resets);
    return new Piece(row, same, reset ? written : last.first() + step, duration);
  }

  /** The shortest way round the 33 bits of a timestamp (ISO/IEC 13818-1 section 2.4.3.7). */
  private static long signed(long difference) {
    final long round = Math.floorMod(difference, WRAP);
    return round >= WRAP / 2 ? round - WRAP : round;
  }

  private static long ticks(MediaTime time) {
    return BigInteger.valueOf(time.ticks())
        .multiply(BigInteger.valueOf(FragmentedMp4.CLOCK))
        .divide(BigInteger.valueOf(time.timescale()))
        .min(BigInteger.valueOf(1L << 40))
        .longValue();
  }
}
