package org.aircheck.engine.past;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for segments in a hole that no walk leads into. Where a start is some segments away can
 * only be guessed, so it leaps: from behind with doubling steps, which are halved when one hits
 * nothing, until it stands at the first segment that there is. What lies behind a hit is walked
 * through afterwards, without guessing.
 */
final class Explorer {
  private static final int GUESSES_AT_A_TIME = 2;

  /**
   * A leap is this part of what may be there: one that hits nothing costs about three times as much
   * as one that hits, so halving would be dear.
   */
  private static final long PART = 5;

  /** Holes in front of the first segment that is found, in segments, which are looked across. */
  private static final List<Long> ACROSS = List.of(1L, 2L, 4L);

  private final TimeSearch line;
  private final Hole hole;
  private final int chunk;
  private final boolean leaps;
  private final Deque<Long> guesses = new ArrayDeque<>();
  private final List<Long> tried = new ArrayList<>();
  private final Set<Long> out = new HashSet<>();
  private final Deque<Long> steps = new ArrayDeque<>();
  private Stage stage;
  private Span anchor;

  /** How many segments there may be in front of the anchor, and over how many the last leap was. */
  private long possible;

  private long leap;
  private boolean guessing;
  private boolean hasHit;

  /** A hole, by the times in addresses. */
  record Hole(Optional<Span> left, long begin, Span right) {}

  private enum Stage {
    FROM_THE_LEFT,
    LEAPS,
    ACROSS,
    FAR_AND_WIDE,
    ONCE,
    DONE
  }

  private Explorer(TimeSearch line, Hole hole, int chunk, Stage stage) {
    this.line = line;
    this.hole = hole;
    this.chunk = chunk;
    this.anchor = hole.right();
    this.stage = stage;
    this.leaps = stage == Stage.ONCE;
    this.possible = room();
  }

  /** Looks through a hole. */
  static Explorer of(TimeSearch line, Hole hole, int chunk) {
    final Explorer explorer = new Explorer(line, hole, chunk, Stage.FROM_THE_LEFT);
    // A few lost segments are found quickest from where the walk ended. Where any tick may be a
    // start, leaps over many segments are hopeless, and so is coming from behind.
    if (hole.left().isPresent()) {
      explorer.steps.addAll(List.of(1L, 2L, 3L, 4L));
    } else if (line.durations().distances(8, chunk).size() > chunk / 2) {
      explorer.steps.addAll(List.of(1L, 2L, 3L, 4L, 6L, 8L));
    }
    return explorer;
  }

  /** Leaps into the middle of a hole, so that it is walked through from two points at once. */
  static Explorer middle(TimeSearch line, Hole hole, int chunk) {
    final Explorer explorer = new Explorer(line, hole, chunk, Stage.ONCE);
    explorer.steps.add(Math.max(1, explorer.room() / 2));
    return explorer;
  }

  /** What it stands at: nothing was found in front of it. */
  Span anchor() {
    return anchor;
  }

  boolean done() {
    return stage == Stage.DONE;
  }

  /** Whether it ended with a hit, so that there may be more in front of its anchor. */
  boolean hasHit() {
    return hasHit;
  }

  /** Whether it is only a leap into the middle. */
  boolean leaps() {
    return leaps;
  }

  /** A guess, if one is to be made now. */
  Optional<Long> next() {
    while (stage != Stage.DONE) {
      if (!guessing && stage == Stage.LEAPS && line.walking()) {
        return Optional.empty(); // what is walked through makes the next guesses better
      }
      if (!guessing) {
        begin();
        continue;
      }
      while (!guesses.isEmpty() && out.size() < GUESSES_AT_A_TIME) {
        final long value = guesses.poll();
        final Optional<Span> there = line.at(value);
        if (there.isPresent()) {
          hit(there.get());
          break;
        }
        if (line.wanted(value)) {
          out.add(value);
          return Optional.of(value);
        }
      }
      if (guessing && !out.isEmpty()) {
        return Optional.empty();
      }
      if (guessing && guesses.isEmpty()) {
        again();
      }
    }
    return Optional.empty();
  }

  /** An origin that loses answers is asked once more before something counts as not there. */
  private void again() {
    tried.stream().filter(line::wanted).forEach(guesses::add);
    if (guesses.isEmpty()) {
      nothing();
    }
  }

  void missing(long value) {
    out.remove(value);
  }

  void found(Span span) {
    if (out.contains(span.value())) {
      hit(span);
    }
  }

  /** Begins the stage's next leap, or the next stage. */
  private void begin() {
    switch (stage) {
      case FROM_THE_LEFT -> {
        if (steps.isEmpty()) {
          stage = Stage.LEAPS;
        } else {
          final long from =
              hole.left().isPresent() ? line.end(hole.left().get()) : line.media(hole.begin());
          guess(from, 1, line.durations().distances(steps.poll(), chunk));
        }
      }
      case LEAPS -> {
        if (possible < 1) {
          stage = Stage.ACROSS;
          steps.addAll(ACROSS);
        } else {
          leap = Math.max(1, possible / PART);
          guess(line.begin(anchor), -1, line.durations().distances(leap, chunk));
        }
      }
      case ACROSS -> {
        if (room() < 1) {
          stage = Stage.DONE;
        } else if (steps.isEmpty()) {
          stage = Stage.FAR_AND_WIDE;
          guess(line.begin(anchor), -1, line.durations().unlikely(chunk));
        } else {
          guess(line.begin(anchor), -1, line.durations().distances(steps.poll(), chunk));
        }
      }
      case FAR_AND_WIDE -> stage = Stage.DONE;
      case ONCE -> {
        if (steps.isEmpty()) {
          stage = Stage.DONE;
        } else {
          guess(line.begin(anchor), -1, line.durations().window(steps.poll(), chunk));
        }
      }
      case DONE -> {}
    }
  }

  private void guess(long from, int direction, List<Long> distances) {
    guesses.clear();
    tried.clear();
    for (long distance : distances) {
      final long value = line.address(from + direction * distance * line.unit());
      final boolean inside =
          value >= hole.begin()
              && value < anchor.value()
              && hole.left().map(l -> value > l.value()).orElse(true);
      if (inside && !tried.contains(value)) {
        tried.add(value);
      }
    }
    guesses.addAll(tried);
    guessing = true;
  }

  private void hit(Span span) {
    guesses.clear();
    out.clear();
    guessing = false;
    switch (stage) {
      case FROM_THE_LEFT, ONCE -> {
        hasHit = true;
        stage = Stage.DONE;
      }
      case LEAPS -> {
        anchor = span;
        possible = Math.min(possible - leap, room());
      }
      case ACROSS, FAR_AND_WIDE -> {
        anchor = span;
        possible = room();
        steps.clear();
        stage = Stage.LEAPS;
      }
      case DONE -> {}
    }
  }

  private void nothing() {
    guessing = false;
    switch (stage) {
      case LEAPS -> possible = leap - 1;
      case FROM_THE_LEFT, ACROSS, FAR_AND_WIDE, ONCE, DONE -> {}
    }
  }

  /** How many segments fit between the hole's left end and the anchor. */
  private long room() {
    final long left = hole.left().map(l -> l.value() + l.length()).orElse(hole.begin());
    return Math.round((anchor.value() - left) / Math.max(1, line.meanLength()));
  }
}
