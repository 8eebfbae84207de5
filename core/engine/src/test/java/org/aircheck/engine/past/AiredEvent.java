package org.aircheck.engine.past;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.aircheck.engine.media.FragmentTimes;
import org.aircheck.spi.Addressing;

/**
 * An event of which only the newest five segments are listed, as a table of what an origin has:
 * addresses in milliseconds, pictures of 30 a second in ticks of 15360.
 */
final class AiredEvent {
  static final long MILLIS = 1_000;
  static final long MEDIA = 15_360;
  static final long FRAME = 512;
  private static final int LISTED = 5;

  private final Map<String, NavigableMap<Long, FragmentTimes>> tracks = new HashMap<>();
  private final Map<String, Set<Long>> gone = new HashMap<>();
  private final Map<String, TreeMap<Long, Long>> known = new HashMap<>();
  private final Random random;
  private final Set<String> read = new HashSet<>();
  private double unreliable;
  int rounds;
  int asked;

  AiredEvent(long seed) {
    this.random = new Random(seed);
  }

  /** Adds a track with segments of so many ticks each. */
  AiredEvent track(String id, int segments, long unit, LongUnaryOperator ticks) {
    final NavigableMap<Long, FragmentTimes> track = new TreeMap<>();
    long at = 0;
    for (int i = 0; i < segments; i++) {
      final long duration = ticks.applyAsLong(i);
      track.put(at * MILLIS / MEDIA, new FragmentTimes(at, duration, MEDIA, unit));
      at += duration;
    }
    tracks.put(id, track);
    gone.put(id, new HashSet<>());
    final TreeMap<Long, Long> listed = new TreeMap<>();
    track.descendingMap().entrySet().stream()
        .limit(LISTED)
        .forEach(e -> listed.put(e.getKey(), e.getValue().duration() * MILLIS / MEDIA));
    known.put(id, listed);
    return this;
  }

  /** Pictures in segments of 57 to 63. */
  AiredEvent pictures(String id, int segments) {
    return track(id, segments, FRAME, i -> (58 + random.nextInt(5)) * FRAME);
  }

  /** Another track with the same segments. */
  AiredEvent alike(String id, String other) {
    final NavigableMap<Long, FragmentTimes> same = new TreeMap<>(tracks.get(other));
    tracks.put(id, same);
    gone.put(id, new HashSet<>());
    known.put(id, new TreeMap<>(known.get(other)));
    return this;
  }

  /** Takes away what begins between two times, in milliseconds. */
  AiredEvent without(String id, long from, long to) {
    gone.get(id).addAll(tracks.get(id).subMap(from, to).keySet());
    return this;
  }

  /** Notes that an earlier search had what begins between two times, in milliseconds. */
  AiredEvent had(String id, long from, long to) {
    tracks
        .get(id)
        .subMap(from, to)
        .forEach((v, t) -> known.get(id).put(v, t.duration() * MILLIS / MEDIA));
    return this;
  }

  /** Answers a share of all requests as if nothing were there. */
  AiredEvent unreliable(double share) {
    unreliable = share;
    return this;
  }

  /** What there is of a track, but not listed. */
  Set<Long> there(String id) {
    final Set<Long> there = new TreeSet<>(tracks.get(id).keySet());
    there.removeAll(gone.get(id));
    there.removeAll(known.get(id).keySet());
    return there;
  }

  /** Searches, with so many requests at a time that each take a round; what was found. */
  Map<String, Set<Long>> search(List<String> ids, int parallel) {
    final PastSearch search = new PastSearch(new SearchBounds(parallel, 500, 30_000));
    for (String id : ids) {
      search.track(
          id,
          new Addressing("http://o.test/$Time$", Addressing.By.TIME, MILLIS, List.of()),
          known.get(id));
    }
    final Map<String, Set<Long>> found = new HashMap<>();
    ids.forEach(id -> found.put(id, new TreeSet<>()));
    final Deque<Question> open = new ArrayDeque<>();
    final Set<Question> looked = new HashSet<>();
    while (true) {
      Optional<Question> next = open.size() < parallel ? search.next() : Optional.empty();
      while (next.isPresent()) {
        open.add(next.get());
        next = open.size() < parallel ? search.next() : Optional.empty();
      }
      if (open.isEmpty()) {
        return found;
      }
      rounds++;
      for (Question question : new ArrayList<>(open)) {
        open.remove();
        if (question.kind() == Question.Kind.KNOWN && looked.add(question)) {
          open.add(question); // what is being recorded takes a while until it can be read
        } else {
          answer(search, question, found);
        }
      }
    }
  }

  private void answer(PastSearch search, Question question, Map<String, Set<Long>> found) {
    final Optional<FragmentTimes> times =
        Optional.ofNullable(tracks.get(question.track()).get(question.value()));
    if (question.kind() == Question.Kind.KNOWN) {
      read.add(question.track());
      search.found(question, times);
      return;
    }
    asked++;
    final boolean there =
        times.isPresent() && !gone.get(question.track()).contains(question.value());
    boolean answered = there;
    int attempts = question.kind() == Question.Kind.EXPECTED ? 6 : 1;
    while (there && random.nextDouble() < unreliable && attempts > 0) {
      attempts--;
      answered = attempts > 0;
      if (question.kind() == Question.Kind.EXPECTED) {
        search.flaky();
      }
    }
    if (answered && !read.contains(question.track())) {
      throw new AssertionError("asked before its times can be read: " + question);
    }
    if (answered && search.found(question, times)) {
      if (!found.get(question.track()).add(question.value())) {
        throw new AssertionError("asked twice: " + question);
      }
    } else if (!answered) {
      search.missing(question);
    }
  }
}
