package org.aircheck.engine.record;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.aircheck.spi.Segment;

/**
 * The segments that others told of before a list had them, and the list that they go behind. Used
 * by the recorder's thread.
 */
final class Foretold {
  /** More than an encoder looks ahead; it bounds what a hostile one can announce. */
  private static final int MOST = 100;

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

  /** Notes what a segment told; says whether it is anything new. */
  boolean add(List<Segment> told) {
    boolean fresh = false;
    for (Segment segment : told) {
      final boolean beyond = !listed.isEmpty() && segment.sequence() > listed.getLast().sequence();
      fresh |=
          beyond
              && segments.size() < MOST
              && segments.putIfAbsent(segment.sequence(), segment) == null;
    }
    return fresh;
  }

  /** What was told before an encoder's restart says nothing of what comes. */
  void clear() {
    segments.clear();
  }
}
