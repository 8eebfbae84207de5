package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.aircheck.spi.Segment;

/**
 * What one track lists now, and what the next version of its list changes. It tells an encoder's
 * restart, which begins a new epoch, from a cache that gave an old version once more.
 *
 * <p>Holds the window only, however long the track runs. Used by one thread.
 */
final class TrackHistory {
  private static final long NONE = -1;

  private final NavigableMap<Long, Segment> listed = new TreeMap<>();
  private int epoch;
  private long newest = NONE;
  private Duration longest = Duration.ZERO;

  /** The last number of the newest version that fell back, to see whether it goes on from there. */
  private long fellBackTo = NONE;

  private long cleared = NONE;
  private int renamings;

  /** What a version of the list means. */
  sealed interface Reading {
    /**
     * The list went on.
     *
     * @param announced new segments
     * @param removed segments that are not listed any more
     * @param moved listed segments with a new address, such as one with a new token
     * @param missed the numbers that no version listed
     */
    record Advance(
        List<Segment> announced,
        List<Segment> removed,
        List<Segment> moved,
        Optional<Missed> missed)
        implements Reading {}

    /** The numbers began anew: a new epoch, to which all listed segments belong. */
    record Restart(List<Segment> announced, List<Segment> abandoned) implements Reading {}

    /** An old version once more: nothing is new. */
    record Stale() implements Reading {}

    /**
     * It may be an old version or a restart: a listed segment that is known must be asked for
     * again.
     */
    record Doubtful(Segment probe) implements Reading {}
  }

  /** A run of sequence numbers that no version listed, and how many segments that may be. */
  record Missed(long first, long last, long count) {
    /** What lies between two listed segments. */
    static Missed between(Segment earlier, Segment later) {
      if (!earlier.isTimed() || !later.isTimed() || earlier.duration().ticks() == 0) {
        final long first = earlier.sequence() + 1;
        return new Missed(first, later.sequence() - 1, later.sequence() - first);
      }
      final long first = earlier.sequence() + earlier.duration().ticks();
      final long length = later.sequence() - first;
      return new Missed(
          first,
          later.sequence() - 1,
          Math.max(1, Math.round(length / (double) earlier.duration().ticks())));
    }
  }

  /** Goes on from what an earlier run recorded last. */
  void restore(int lastEpoch, List<Segment> segments) {
    epoch = lastEpoch;
    segments.forEach(s -> listed.put(s.sequence(), s));
    newest = listed.isEmpty() ? NONE : listed.lastKey();
    longest = length(segments);
  }

  int epoch() {
    return epoch;
  }

  /** The newest number of this epoch. */
  OptionalLong newest() {
    return newest == NONE ? OptionalLong.empty() : OptionalLong.of(newest);
  }

  /**
   * The longest list so far: how long the origin keeps a segment that left the list (RFC 8216
   * section 6.2.2).
   */
  Duration longest() {
    return longest;
  }

  Reading observe(List<Segment> version) {
    if (version.isEmpty()) {
      return new Reading.Stale();
    }
    if (newest == NONE) {
      return advance(version);
    }
    final List<Segment> list = aligned(version);
    if (list.stream().anyMatch(this::conflicts)) {
      return renamed(list);
    }
    renamings = 0;
    final long last = list.getLast().sequence();
    return last < newest ? fallenBack(list, last) : advance(list);
  }

  /** Begins a new epoch with a list, when a probe has shown other media under a known address. */
  Reading.Restart restart(List<Segment> list) {
    final List<Segment> abandoned = List.copyOf(listed.values());
    epoch++;
    listed.clear();
    newest = NONE;
    fellBackTo = NONE;
    cleared = NONE;
    return new Reading.Restart(advance(list).announced(), abandoned);
  }

  /** Notes that a probe has shown the same media: the version was an old one. */
  void clear(Segment probed) {
    cleared = probed.sequence();
  }

  private Reading.Advance advance(List<Segment> list) {
    fellBackTo = NONE;
    final long first = list.getFirst().sequence();
    final List<Segment> announced = new ArrayList<>();
    final List<Segment> moved = new ArrayList<>();
    final Optional<Missed> missed =
        Optional.ofNullable(listed.get(newest))
            .filter(last -> first > newest && !list.getFirst().follows(last))
            .map(last -> Missed.between(last, list.getFirst()));
    final List<Segment> removed = new ArrayList<>(listed.headMap(first).values());
    listed.headMap(first).clear();
    final long oldest = listed.isEmpty() ? first : listed.firstKey();
    for (Segment segment : list) {
      final Segment known = listed.get(segment.sequence());
      if (known == null && (segment.sequence() > newest || segment.sequence() > oldest)) {
        announced.add(segment);
        listed.put(segment.sequence(), segment);
      } else if (known != null && !known.uri().equals(segment.uri())) {
        moved.add(segment);
        listed.put(segment.sequence(), segment);
      }
    }
    newest = Math.max(newest, list.getLast().sequence());
    final Duration length = length(list);
    longest = length.compareTo(longest) > 0 ? length : longest;
    return new Reading.Advance(announced, removed, moved, missed);
  }

  /**
   * The newest number fell back. Wholly in front of the window and going on from there: a restart,
   * since a cache's old version does not go on. Within the window: the origin must tell, by what it
   * has under a known address.
   */
  private Reading fallenBack(List<Segment> list, long last) {
    final boolean again = fellBackTo != NONE;
    final boolean goesOn = again && last > fellBackTo;
    fellBackTo = last;
    if (last < listed.firstKey()) {
      return goesOn ? restart(list) : new Reading.Stale();
    }
    return again && last != cleared ? new Reading.Doubtful(list.getLast()) : new Reading.Stale();
  }

  /**
   * Known numbers have other names. Once, that is an encoder's restart; at every version, the
   * origin writes its names anew each time (tokens inside the path) and only the numbers tell
   * segments apart.
   */
  private Reading renamed(List<Segment> list) {
    final boolean goesOn =
        list.getLast().sequence() >= newest && list.getFirst().sequence() >= listed.firstKey();
    renamings = goesOn ? renamings + 1 : 0;
    return renamings > 2 ? advance(list) : restart(list);
  }

  private boolean conflicts(Segment segment) {
    final Segment known = listed.get(segment.sequence());
    return known != null && !name(known).equals(name(segment));
  }

  /**
   * The list with its numbers shifted so that names which are listed already keep theirs: for
   * origins that slide their window without ever raising the media sequence number.
   */
  private List<Segment> aligned(List<Segment> list) {
    if (list.stream().noneMatch(this::conflicts)) {
      return list;
    }
    final Map<String, Long> numbers = new HashMap<>();
    listed.forEach((number, segment) -> numbers.put(name(segment), number));
    if (numbers.size() < listed.size()) {
      return list; // names that are not unique tell nothing
    }
    long shift = 0;
    for (Segment segment : list) {
      final Long number = numbers.get(name(segment));
      if (number != null) {
        shift = number - segment.sequence();
        break;
      }
    }
    final long by = shift;
    return by <= 0 ? list : list.stream().map(s -> renumbered(s, s.sequence() + by)).toList();
  }

  private static Segment renumbered(Segment s, long sequence) {
    return s.toBuilder().sequence(sequence).build();
  }

  /**
   * What stays the same of an address when hosts and tokens change: the file's name, and the part
   * of it.
   */
  private static String name(Segment segment) {
    final URI uri = segment.uri();
    final String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return path.substring(path.lastIndexOf('/') + 1)
        + segment.range().map(r -> "#" + r.offset()).orElse("");
  }

  private static Duration length(List<Segment> list) {
    return list.stream().map(s -> s.duration().duration()).reduce(Duration.ZERO, Duration::plus);
  }
}
