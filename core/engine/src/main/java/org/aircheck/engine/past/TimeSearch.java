package org.aircheck.engine.past;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.aircheck.engine.media.FragmentTimes;

/**
 * Searches a track whose segments are addressed by their times. A segment says itself where the
 * next one begins, so whatever lies behind a known one is found by walking on; only what lies in
 * front is guessed.
 */
final class TimeSearch implements TrackSearch {
  /** How many listed segments are read to learn how addresses and media hang together. */
  private static final int READ_AT_FIRST = 5;

  private static final int ASKED_AGAIN = 3;

  /** A segment that says it is longer is not believed. */
  private static final long LONGEST_SECONDS = 600;

  /** Three weeks of segments of two seconds; an origin that has more makes them up. */
  private static final int MOST_SEGMENTS = 1_000_000;

  /** How many walks go on at once in one track. */
  private static final int WALKS = 4;

  /** A hole of fewer segments is walked through from one end only. */
  private static final long WORTH_A_LEAP = 24;

  /** How many guesses a walk from another point may cost, for each segment of the hole. */
  private static final double PRICE = 0.12;

  private final SearchBounds bounds;
  private final long timescale;
  private final TreeSet<Long> begins = new TreeSet<>();
  private final TreeMap<Long, Span> spans = new TreeMap<>();

  /** The holes, by the value of the segment in front of each. */
  private final TreeMap<Long, Hole> open = new TreeMap<>();

  private final Map<Long, Front> fronts = new HashMap<>();
  private final TreeSet<Long> unread = new TreeSet<>();
  private final Set<Long> read = new HashSet<>();
  private final Set<Long> offered = new HashSet<>();
  private final Set<Long> pending = new HashSet<>();
  private final Map<Long, Integer> misses = new HashMap<>();

  /** Segments in front of which there is nothing, and those for which no leap has come off. */
  private final Set<Long> beginnings = new HashSet<>();

  private final Set<Long> unleapt = new HashSet<>();
  private final TreeMap<Long, Integer> lengths = new TreeMap<>();
  private Optional<TemplateClock> clock = Optional.empty();
  private long mediaTimescale;
  private Durations durations = new Durations();
  private long granularity;
  private long unit = 1;
  private Optional<Explorer> explorer = Optional.empty();
  private long missesInARow;
  private boolean flaky;

  /** Two known segments between which there may be others. */
  private record Hole(Span left, Span right) {}

  /**
   * A search that knows nothing.
   *
   * @param timescale ticks a second of the times in addresses
   * @param hints at which there may be a segment
   */
  TimeSearch(SearchBounds bounds, long timescale, List<Long> hints) {
    this.bounds = bounds;
    this.timescale = timescale;
    begins.add(0L);
    begins.addAll(hints);
  }

  @Override
  public void known(long value, long length) {
    if (!spans.containsKey(value)) {
      put(new Span(value, length, Optional.empty()));
      if (read.size() + unread.size() < READ_AT_FIRST) {
        unread.add(value);
      }
    }
  }

  /** A start that another track has. */
  void offer(long value) {
    if (wanted(value)) {
      offered.add(value);
    }
  }

  private void put(Span span) {
    spans.put(span.value(), span);
    final Map.Entry<Long, Span> before = spans.lowerEntry(span.value());
    if (before != null) {
      link(before.getValue(), span);
    }
    final Map.Entry<Long, Span> after = spans.higherEntry(span.value());
    if (after != null) {
      link(span, after.getValue());
    }
    fronts.remove(span.value());
  }

  private void link(Span earlier, Span later) {
    if (earlier.reaches(later)) {
      open.remove(earlier.value());
    } else {
      open.put(earlier.value(), new Hole(earlier, later));
    }
  }

  @Override
  public Optional<Ask> inspection() {
    for (Hole hole : open.values()) {
      if (hole.left().times().isEmpty() && !read.contains(hole.left().value())) {
        unread.add(hole.left().value());
      }
    }
    final Long value = unread.pollFirst();
    if (value == null) {
      return Optional.empty();
    }
    read.add(value);
    pending.add(value);
    return Optional.of(new Ask(value, Question.Kind.KNOWN));
  }

  /** A segment at a start that another track has. */
  Optional<Ask> offered() {
    while (ready() && !offered.isEmpty()) {
      final long value = offered.iterator().next();
      offered.remove(value);
      if (wanted(value) && inAHole(value)) {
        return ask(value, Question.Kind.EXPECTED);
      }
    }
    return Optional.empty();
  }

  private boolean inAHole(long value) {
    final Map.Entry<Long, Span> before = spans.lowerEntry(value);
    return before == null || open.containsKey(before.getKey());
  }

  @Override
  public Optional<Ask> walk() {
    if (!ready()) {
      return Optional.empty();
    }
    for (Hole hole : open.values()) {
      final Front front = front(hole);
      if (!front.closed() && wanted(front.current())) {
        return ask(front.current(), front.kind());
      }
    }
    return Optional.empty();
  }

  /**
   * A segment that this track has where another one, whose starts it shares, has nothing; or that
   * begins elsewhere for once.
   */
  Optional<Ask> follow(TimeSearch leader) {
    final boolean alone = offered.isEmpty() && !leader.pending() && leader.left() == 0;
    for (Hole hole : open.values()) {
      final Front front = front(hole);
      if (ready() && !front.closed() && wanted(front.current())) {
        if (leader.isLost(front.current())) {
          return ask(front.current(), front.kind());
        }
        if (alone) {
          return ask(front.current(), Question.Kind.GUESS);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a value lies in a hole whose walk has ended. */
  private boolean isLost(long value) {
    final Map.Entry<Long, Hole> hole = open.floorEntry(value);
    return hole != null
        && value < hole.getValue().right().value()
        && front(hole.getValue()).closed();
  }

  /** Whether enough has been read to reckon with. */
  private boolean ready() {
    return unread.isEmpty() && read.stream().noneMatch(pending::contains);
  }

  private Front front(Hole hole) {
    return fronts.computeIfAbsent(
        hole.left().value(),
        l -> {
          final Span span = hole.left();
          final long right = hole.right().value();
          final List<Long> candidates = new ArrayList<>();
          if (span.times().isPresent() && clock.isPresent()) {
            candidates.add(clock.get().at(span.times().get().end()));
            candidates.add(clock.get().otherwise(span.times().get().end()));
          } else {
            candidates.add(span.value() + span.length());
          }
          return new Front(
              candidates.stream()
                  .distinct()
                  .filter(c -> c < right && c > l && (wanted(c) || pending.contains(c)))
                  .toList());
        });
  }

  /** Whether it could walk on where another one has nothing. */
  boolean isNeeded(TimeSearch leader) {
    return open.values().stream()
        .anyMatch(h -> !front(h).closed() && leader.isLost(front(h).current()));
  }

  /** Whether a walk goes on, or could. */
  boolean walking() {
    return open.values().stream().anyMatch(hole -> !front(hole).closed());
  }

  @Override
  public Optional<Ask> explore() {
    if (!ready() || spans.isEmpty()) {
      return Optional.empty();
    }
    if (clock.isEmpty()) {
      goByTheList();
    }
    for (long begin : begins) {
      if (begin >= 0 && begin < spans.firstKey() && inAHole(begin) && wanted(begin)) {
        return ask(begin, Question.Kind.GUESS);
      }
    }
    while (true) {
      if (explorer.isEmpty()) {
        explorer = explorer();
      }
      if (explorer.isEmpty()) {
        return Optional.empty();
      }
      final Optional<Long> guess = explorer.get().next();
      if (guess.isPresent()) {
        return ask(guess.get(), Question.Kind.GUESS);
      }
      if (!explorer.get().done() && missesInARow < bounds.misses()) {
        return Optional.empty();
      }
      finished(explorer.get());
      explorer = Optional.empty();
    }
  }

  private void finished(Explorer over) {
    if (!over.hasHit()) {
      (over.leaps() ? unleapt : beginnings).add(over.anchor().value());
    }
    missesInARow = 0;
  }

  /** What to look through next, if anything. */
  private Optional<Explorer> explorer() {
    for (Hole each : open.values()) {
      final Span left = each.left();
      final Explorer.Hole hole =
          new Explorer.Hole(Optional.of(left), left.value() + left.length() / 2, each.right());
      if (front(each).closed()) {
        if (!beginnings.contains(each.right().value())) {
          return Optional.of(Explorer.of(this, hole, bounds.chunk()));
        }
      } else if (worthALeap(each)) {
        return Optional.of(Explorer.middle(this, hole, bounds.chunk()));
      }
    }
    final Span first = spans.firstEntry().getValue();
    final boolean begun = begins.stream().anyMatch(pending::contains);
    return begun || beginnings.contains(first.value()) || first.value() < meanLength() / 2
        ? Optional.empty()
        : Optional.of(
            Explorer.of(this, new Explorer.Hole(Optional.empty(), 0, first), bounds.chunk()));
  }

  private boolean worthALeap(Hole hole) {
    final long segments = segments(hole);
    return segments >= WORTH_A_LEAP
        && open.size() < WALKS
        && !unleapt.contains(hole.right().value())
        && hole.right().times().isPresent()
        && durations.misses(segments / 2) < PRICE * segments;
  }

  private long segments(Hole hole) {
    final Span left = hole.left();
    return Math.round((hole.right().value() - left.value() - left.length()) / meanLength());
  }

  private Optional<Ask> ask(long value, Question.Kind kind) {
    pending.add(value);
    return Optional.of(new Ask(value, kind));
  }

  @Override
  public boolean found(long value, Optional<FragmentTimes> times) {
    pending.remove(value);
    final boolean listed = spans.containsKey(value);
    if (times.isEmpty() || !reckon(value, times.get(), listed)) {
      if (!listed) {
        missing(value); // what doesn't say when it is can't be placed
      }
      return listed;
    }
    final TemplateClock c = clock.orElseThrow();
    final Span span = new Span(value, c.at(times.get().end()) - c.at(times.get().first()), times);
    put(span);
    missesInARow = 0;
    explorer.ifPresent(e -> e.found(span));
    return true;
  }

  /** Learns from a segment's times; whether they are those that were asked for. */
  private boolean reckon(long value, FragmentTimes times, boolean certain) {
    try {
      if (clock.isEmpty()) {
        mediaTimescale = times.timescale();
        clock = Optional.of(new TemplateClock(timescale, mediaTimescale));
      }
      if (times.timescale() != mediaTimescale
          || times.duration() <= 0
          || times.duration() / mediaTimescale > LONGEST_SECONDS) {
        return false;
      }
      if (!certain && !clock.get().confirms(value, times, (long) meanLength() / 2)) {
        return false;
      }
      clock.get().learn(value, times);
      lengths.merge(times.duration(), 1, Integer::sum);
      measure(times);
      return true;
    } catch (ArithmeticException e) {
      return false; // times beyond all bounds
    }
  }

  /** No segment says when it is: what the manifest says must do. */
  private void goByTheList() {
    mediaTimescale = timescale;
    clock = Optional.of(new TemplateClock(timescale, timescale));
    spans.values().forEach(s -> lengths.merge(s.length(), 1, Integer::sum));
    lengths.forEach(this::observe);
  }

  /** The unit is whatever all durations are multiples of, but no finer than addresses are. */
  private void measure(FragmentTimes times) {
    granularity = gcd(gcd(granularity, times.unit()), times.duration());
    final long now = Math.max(granularity, clock.orElseThrow().step());
    if (now == unit) {
      observe(times.duration(), 1);
    } else {
      unit = now;
      durations = new Durations();
      lengths.forEach(this::observe);
    }
  }

  private void observe(long length, int times) {
    for (int i = 0; i < times; i++) {
      durations.observe(Math.round(length / (double) unit));
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  @Override
  public void missing(long value) {
    pending.remove(value);
    misses.merge(value, 1, Integer::sum);
    missesInARow++;
    fronts.values().forEach(f -> f.missing(value));
    explorer.ifPresent(e -> e.missing(value));
  }

  @Override
  public void flaky() {
    flaky = true;
  }

  @Override
  public boolean pending() {
    return !pending.isEmpty();
  }

  @Override
  public long left() {
    if (spans.isEmpty()) {
      return 0;
    }
    long left = offered.size();
    for (Hole hole : open.values()) {
      if (!front(hole).closed() || !beginnings.contains(hole.right().value())) {
        left += Math.max(1, segments(hole));
      }
    }
    final Span first = spans.firstEntry().getValue();
    final boolean begun = first.value() < meanLength() / 2 || beginnings.contains(first.value());
    return begun ? left : left + Math.max(1, Math.round(first.value() / meanLength()));
  }

  /** Whether to ask for a value: it is neither known, nor being asked for, nor gone. */
  boolean wanted(long value) {
    return value >= 0
        && spans.size() < MOST_SEGMENTS
        && !spans.containsKey(value)
        && !pending.contains(value)
        && misses.getOrDefault(value, 0) < (flaky ? ASKED_AGAIN : 1);
  }

  /** The known segment that begins there. */
  Optional<Span> at(long value) {
    return Optional.ofNullable(spans.get(value));
  }

  Durations durations() {
    return durations;
  }

  /** Ticks of the media that all durations are multiples of. */
  long unit() {
    return unit;
  }

  /** The mean length of a segment, in ticks of the address. */
  double meanLength() {
    if (durations.isEmpty()) {
      return spans.isEmpty() ? 1 : Math.max(1, spans.lastEntry().getValue().length());
    }
    return Math.max(1, durations.mean() * unit * timescale / mediaTimescale);
  }

  /** Where a segment begins in the media. */
  long begin(Span span) {
    return span.times().map(FragmentTimes::first).orElseGet(() -> media(span.value()));
  }

  /** Where the next one begins in the media. */
  long end(Span span) {
    return span.times()
        .map(FragmentTimes::end)
        .orElseGet(() -> media(span.value() + span.length()));
  }

  /** The media's time of an address's time. */
  long media(long value) {
    return clock.map(c -> c.media(value)).orElse(value);
  }

  /** The address's time of the media's. */
  long address(long media) {
    return clock.map(c -> c.at(media)).orElse(media);
  }
}
