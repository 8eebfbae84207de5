package org.aircheck.engine.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.aircheck.spi.Segment;

/**
 * The segments that others told of and that the list lacks although it ought to have them, such as
 * one that a cache no longer renews; and the list that they go behind. Used by the recorder's
 * thread.
 */
final class Foretold {
  /** More than an encoder looks ahead; it bounds what a hostile one can announce. */
  private static final int MOST = 100;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private List<Segment> listed = List.of();

  /** A new version of the list, with what was told behind it. */
  List<Segment> behind(List<Segment> version) {
    if (version.isEmpty()) {
      return version;
    }
    listed = version;
    segments.headMap(version.getLast().sequence(), true).clear();
    return version();
  }

  /** The newest version of the list, with what was told behind it. */
  List<Segment> version() {
    if (segments.isEmpty()) {
      return listed;
    }
    final List<Segment> all = new ArrayList<>(listed);
    all.addAll(segments.values());
    return all;
  }

  /** Takes in a segment that was told; says whether that is anything new. */
  boolean add(Segment told) {
    return !listed.isEmpty()
        && told.sequence() > listed.getLast().sequence()
        && segments.size() < MOST
        && segments.putIfAbsent(told.sequence(), told) == null;
  }

  /**
   * When a list must have a segment that an earlier one told of: as much later than that as it
   * begins later, and as much again as it lasts for the list to be asked for. An origin serves it
   * only then, and until then it is the list's to announce it: asked for earlier, it may be missing
   * or not yet as it will be.
   *
   * @param teller listed at an instant
   */
  Instant due(Segment teller, Instant announced, Segment told) {
    // One that was told itself was late by its own length when it was taken in.
    final Instant ought =
        segments.containsKey(teller.sequence())
            ? announced.minus(teller.duration().duration())
            : announced;
    final Duration later =
        told.start()
            .flatMap(to -> teller.start().map(from -> to.duration().minus(from.duration())))
            .filter(Duration::isPositive)
            .orElse(told.duration().duration());
    final Duration wait = later.plus(told.duration().duration());
    return ought.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  /** What was told before an encoder's restart says nothing of what comes. */
  void clear() {
    segments.clear();
  }
}
