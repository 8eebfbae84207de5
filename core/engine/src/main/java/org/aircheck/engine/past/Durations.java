package org.aircheck.engine.past;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * How long a track's segments are: what has been seen, and from that how far apart two starts
 * probably are that have some segments between them. In units that all durations are multiples of.
 */
final class Durations {
  /** What share of the possible distances is tried before a neighbour counts as not there. */
  private static final double SURE = 0.985;

  /** The same further away, where the neighbours' neighbours will tell when it was wrong. */
  private static final double LIKELY = 0.985;

  /** Weight of durations like those seen, against those seen themselves. */
  private static final double ALIKE = 0.5;

  /** The largest number of segments whose distances are added up one by one. */
  private static final int ADDED = 4;

  /** Durations that differ by more units than this are taken for a bell at once. */
  private static final int SPREAD = 600;

  /** So many durations show how they vary. */
  private static final long ENOUGH = 30;

  private final TreeMap<Long, Integer> seen = new TreeMap<>();
  private long count;
  private double sum;
  private double squares;

  /** Takes a duration in. */
  void observe(long units) {
    if (units <= 0) {
      return;
    }
    seen.merge(units, 1, Integer::sum);
    count++;
    sum += units;
    squares += (double) units * units;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The mean duration. */
  double mean() {
    return count == 0 ? 1 : sum / count;
  }

  private double deviation() {
    final double mean = mean();
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  /**
   * Distances over so many segments, the likeliest first, as far as a search should try them.
   *
   * @param limit how many at most
   */
  List<Long> distances(long segments, int limit) {
    final List<Likely> likely = likely(segments);
    final List<Long> distances = new ArrayList<>();
    final double enough = segments <= ADDED ? SURE : LIKELY;
    double mass = 0;
    for (Likely each : likely) {
      if (distances.size() >= limit || mass >= enough) {
        break;
      }
      distances.add(each.distance);
      mass += each.probability;
    }
    return distances;
  }

  /**
   * Distances around that over so many segments, the nearest first, of which one is a start for
   * sure where nothing is missing: as many as the longest segment has units.
   */
  List<Long> window(long segments, int limit) {
    final long centre = Math.round(mean() * segments);
    final long reach = count == 0 ? 0 : Math.min(limit, seen.lastKey() / 2 + 1);
    return LongStream.rangeClosed(Math.max(1, centre - reach), centre + reach)
        .boxed()
        .sorted(Comparator.comparingLong(d -> Math.abs(d - centre)))
        .limit(limit)
        .toList();
  }

  /**
   * Distances of a neighbour that are not likely by what has been seen, as long as that is little.
   */
  List<Long> unlikely(int limit) {
    if (count >= ENOUGH) {
      return List.of();
    }
    final long mean = Math.round(mean());
    final long reach = Math.min(limit, mean / 4);
    return LongStream.rangeClosed(Math.max(1, mean - reach), mean + reach)
        .boxed()
        .sorted(Comparator.comparingLong(d -> Math.abs(d - mean)))
        .limit(limit)
        .toList();
  }

  /** How many of them are tried in vain, on average. */
  double misses(long segments) {
    double misses = 0;
    int tried = 0;
    for (Likely each : likely(segments)) {
      misses += tried * each.probability;
      tried++;
    }
    return misses;
  }

  private record Likely(long distance, double probability) {}

  private List<Likely> likely(long segments) {
    if (count == 0) {
      return List.of();
    }
    final Spread spread =
        segments <= ADDED && seen.lastKey() - seen.firstKey() < SPREAD
            ? added((int) segments)
            : normal(segments);
    // A window as wide as the longest segment has a start in it, whichever that is.
    final long window = seen.lastKey() + 2;
    final long centre = Math.round(mean() * segments);
    final List<Likely> likely = new ArrayList<>();
    double mass = 0;
    for (int i = 0; i < spread.probabilities.length; i++) {
      final long distance = spread.from + i;
      if (distance > 0
          && spread.probabilities[i] > 0
          && Math.abs(distance - centre) <= window / 2 + 1) {
        likely.add(new Likely(distance, spread.probabilities[i]));
        mass += spread.probabilities[i];
      }
    }
    final double all = mass;
    return likely.stream()
        .map(l -> new Likely(l.distance, l.probability / all))
        .sorted(
            Comparator.comparingDouble((Likely l) -> -l.probability)
                .thenComparingLong(l -> Math.abs(l.distance - centre)))
        .toList();
  }

  /** Probabilities of the distances from one on. */
  @SuppressWarnings("ArrayRecordComponent") // goes from one method to the next
  private record Spread(long from, double[] probabilities) {}

  private Spread added(int segments) {
    final Spread one = one();
    Spread total = one;
    for (int i = 1; i < segments; i++) {
      final double[] both = new double[total.probabilities.length + one.probabilities.length - 1];
      for (int a = 0; a < total.probabilities.length; a++) {
        for (int b = 0; b < one.probabilities.length; b++) {
          both[a + b] += total.probabilities[a] * one.probabilities[b];
        }
      }
      total = new Spread(total.from + one.from, both);
    }
    return total;
  }

  /** One duration: those seen, and around them what is like them, so that new ones are possible. */
  private Spread one() {
    final double width = Math.max(0.4, 1.06 * deviation() * Math.pow(count, -0.2));
    final long reach = (long) Math.ceil(3 * width) + 1;
    final long from = Math.max(1, seen.firstKey() - reach);
    final double[] likely = new double[(int) Math.min(20_000, seen.lastKey() + reach - from + 1)];
    seen.forEach((units, times) -> {
      final double share = times / (double) count;
      double kernel = 0;
      final double[] bell = new double[likely.length];
      for (int i = 0; i < likely.length; i++) {
        bell[i] = bell(from + i - units, width);
        kernel += bell[i];
      }
      for (int i = 0; i < likely.length; i++) {
        likely[i] += share * ALIKE * bell[i] / kernel;
      }
      final long exact = units - from;
      if (exact >= 0 && exact < likely.length) {
        likely[(int) exact] += share * (1 - ALIKE);
      }
    });
    return new Spread(from, likely);
  }

  /** Many durations add up to a bell. */
  private Spread normal(long segments) {
    final double width = Math.max(0.6, deviation()) * Math.sqrt(segments);
    final double centre = mean() * segments;
    final long reach = (long) Math.ceil(2.6 * width) + 1;
    final long from = Math.max(1, Math.round(centre) - reach);
    final double[] likely = new double[(int) Math.min(40_000, 2 * reach + 1)];
    Arrays.setAll(likely, i -> bell(from + i - centre, width));
    final double all = Arrays.stream(likely).sum();
    for (int i = 0; i < likely.length; i++) {
      likely[i] /= all;
    }
    return new Spread(from, likely);
  }

  private static double bell(double off, double width) {
    return Math.exp(-off * off / (2 * width * width));
  }
}
