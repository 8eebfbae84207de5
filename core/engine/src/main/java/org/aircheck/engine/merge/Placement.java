package org.aircheck.engine.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where each run of media goes: into which file, and how far its timestamps move, the same for all
 * tracks, so that sound and pictures stay together. In ticks of 90 kHz.
 */
final class Placement {
  private final Map<Piece.Run, Place> places = new TreeMap<>();
  private final List<Hole> holes = new ArrayList<>();
  private int files = 1;

  /**
   * A run's place.
   *
   * @param file from 0
   * @param shift what is added to its times so that each file begins at 0
   * @param before how much media the files before it have
   */
  record Place(int file, long shift, long before) {}

  /** Media that is missing on the leading track, and closed up on all, in a run's own times. */
  private record Hole(Piece.Run run, long from, long to) {}

  /** Places the runs of some tracks, of which the first leads. */
  static Placement of(List<Strip> strips, Media media, MergeOptions options)
      throws IOException, MergeException {
    final Placement placement = new Placement();
    if (options.closeGaps()) {
      placement.findHoles(strips.getFirst(), media);
    }
    final NavigableSet<Piece.Run> runs = new TreeSet<>();
    strips.forEach(s -> s.pieces().forEach(p -> runs.add(p.run())));
    List<byte[]> coding = List.of();
    long begin = 0;
    long before = 0;
    int file = 0;
    for (Piece.Run run : runs) {
      final List<byte[]> now = coding(strips, run, media);
      if (!coding.isEmpty() && differs(coding, now)) {
        if (options.failOnChange()) {
          throw new MergeException(
              "the resolution or the codec changes; without --on-change fail each gets a file of its own");
        }
        file++;
        before += begin;
        begin = 0;
      }
      coding = now;
      final long first = earliest(strips, run);
      placement.places.put(run, new Place(file, begin - first, before));
      begin += latest(strips, run, media) - first - placement.closed(run, Long.MAX_VALUE);
    }
    placement.files = file + 1;
    return placement;
  }

  int files() {
    return files;
  }

  /** Which file a piece goes to; -1 when it lies in a hole that is closed up. */
  int file(Piece piece) {
    for (Hole hole : holes) {
      final boolean inside = piece.first() >= hole.from() && piece.first() < hole.to();
      if (hole.run().equals(piece.run()) && inside) {
        return -1;
      }
    }
    return place(piece).file();
  }

  /** Where a piece is after the beginning of all files. */
  long position(Piece piece) {
    return piece.first() + shift(piece) + place(piece).before();
  }

  /** The place of a run, if any of the leading tracks has it. */
  Optional<Place> run(Piece.Run run) {
    return Optional.ofNullable(places.get(run));
  }

  /** How far a piece's times move. */
  long shift(Piece piece) {
    return place(piece).shift() - closed(piece.run(), piece.first());
  }

  private Place place(Piece piece) {
    final Place place = places.get(piece.run());
    if (place == null) {
      throw new IllegalArgumentException("no run of ours: " + piece.run());
    }
    return place;
  }

  private void findHoles(Strip leading, Media media) throws IOException, MergeException {
    final List<Piece> pieces = leading.pieces();
    for (int i = 1; i < pieces.size(); i++) {
      final Piece last = pieces.get(i - 1);
      final Piece next = pieces.get(i);
      final boolean lost = !next.segment().segment().follows(last.segment().segment());
      if (lost && next.run().equals(last.run()) && next.first() > media.end(last)) {
        holes.add(new Hole(next.run(), media.end(last), next.first()));
      }
    }
  }

  private long closed(Piece.Run run, long before) {
    return holes.stream()
        .filter(h -> h.run().equals(run) && h.from() < before)
        .mapToLong(h -> h.to() - h.from())
        .sum();
  }

  private static long earliest(List<Strip> strips, Piece.Run run) {
    return strips.stream()
        .flatMap(s -> s.pieces().stream())
        .filter(p -> p.run().equals(run))
        .mapToLong(Piece::first)
        .min()
        .orElseThrow();
  }

  private static long latest(List<Strip> strips, Piece.Run run, Media media)
      throws IOException, MergeException {
    long latest = Long.MIN_VALUE;
    for (Strip strip : strips) {
      for (Piece piece : strip.pieces().reversed()) {
        if (piece.run().equals(run)) {
          latest = Math.max(latest, media.end(piece));
          break;
        }
      }
    }
    return latest;
  }

  /** The coding of each track in a run; empty where it has nothing. */
  private static List<byte[]> coding(List<Strip> strips, Piece.Run run, Media media)
      throws IOException, MergeException {
    final List<byte[]> coding = new ArrayList<>();
    for (Strip strip : strips) {
      byte[] found = new byte[0];
      for (Piece piece : strip.pieces()) {
        if (piece.run().equals(run)) {
          found = media.coding(piece.segment());
          break;
        }
      }
      coding.add(found);
    }
    return coding;
  }

  private static boolean differs(List<byte[]> before, List<byte[]> now) {
    for (int i = 0; i < before.size(); i++) {
      final boolean both = before.get(i).length > 0 && now.get(i).length > 0;
      if (both && !Arrays.equals(before.get(i), now.get(i))) {
        return true;
      }
    }
    return false;
  }
}
