package org.aircheck.engine.past;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aircheck.engine.media.FragmentTimes;

/**
 * Searches a track whose segments are numbered: the first one that there is by doubling steps back
 * and halving them, then all from there on. O(log n) requests that bring nothing.
 */
final class NumberSearch implements TrackSearch {
  private static final int ASKED_AGAIN = 3;

  private final SearchBounds bounds;
  private final TreeSet<Long> there = new TreeSet<>();
  private final Set<Long> pending = new HashSet<>();
  private final Map<Long, Integer> misses = new HashMap<>();
  private long listed = Long.MAX_VALUE;
  private long step = 1;
  private boolean flaky;

  /** Whether a listed segment has been read, which tells how long they are. */
  private boolean inspected;

  private boolean reading;

  /** Everything from here on has been asked for. */
  private long filled = Long.MAX_VALUE;

  private long next = Long.MAX_VALUE;

  NumberSearch(SearchBounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public void known(long value, long length) {
    there.add(value);
    listed = Math.min(listed, value);
  }

  @Override
  public Optional<Ask> inspection() {
    if (inspected || there.isEmpty()) {
      return Optional.empty();
    }
    inspected = true;
    reading = true;
    return Optional.of(new Ask(listed, Question.Kind.KNOWN));
  }

  @Override
  public Optional<Ask> explore() {
    if (there.isEmpty() || reading) {
      return Optional.empty();
    }
    while (step <= listed && step > 0) {
      final long value = listed - step;
      step *= 2;
      if (wanted(value)) {
        return ask(value, Question.Kind.GUESS);
      }
    }
    if (!pending.isEmpty()) {
      return Optional.empty();
    }
    final Optional<Long> halving = between();
    return halving.flatMap(v -> ask(v, Question.Kind.GUESS));
  }

  /** The middle between the first one that is there and the one before it that is not. */
  private Optional<Long> between() {
    final long first = there.first();
    final long gone =
        misses.entrySet().stream()
            .filter(m -> m.getKey() < first && m.getValue() >= most())
            .mapToLong(Map.Entry::getKey)
            .max()
            .orElse(-1);
    final Optional<Long> again =
        misses.entrySet().stream()
            .filter(m -> m.getKey() < first && m.getKey() > gone && m.getValue() < most())
            .map(Map.Entry::getKey)
            .findFirst();
    return again.or(() ->
        first - gone > 1 ? Optional.of(gone + (first - gone) / 2).filter(this::wanted) : again);
  }

  @Override
  public Optional<Ask> walk() {
    if (there.isEmpty() || reading || step <= listed || between().isPresent()) {
      return Optional.empty();
    }
    if (next > there.first() && filled > there.first()) {
      filled = there.first();
      next = filled;
    }
    while (next < there.last()) {
      final long value = next++;
      if (wanted(value)) {
        return ask(value, Question.Kind.EXPECTED);
      }
    }
    return Optional.empty();
  }

  private Optional<Ask> ask(long value, Question.Kind kind) {
    pending.add(value);
    return Optional.of(new Ask(value, kind));
  }

  private int most() {
    return flaky ? ASKED_AGAIN : 1;
  }

  private boolean wanted(long value) {
    return !there.contains(value)
        && !pending.contains(value)
        && misses.getOrDefault(value, 0) < most()
        && misses.size() < bounds.misses();
  }

  @Override
  public boolean found(long value, Optional<FragmentTimes> times) {
    reading &= value != listed;
    pending.remove(value);
    there.add(value);
    return true;
  }

  @Override
  public void missing(long value) {
    pending.remove(value);
    misses.merge(value, 1, Integer::sum);
  }

  @Override
  public void flaky() {
    flaky = true;
  }

  @Override
  public boolean pending() {
    return reading || !pending.isEmpty();
  }

  @Override
  public long left() {
    if (there.isEmpty()) {
      return 0;
    }
    final boolean searching = step <= listed && step > 0 || between().isPresent();
    return searching
        ? Math.max(1, there.first())
        : Math.max(0, there.last() - Math.max(next, there.first()));
  }
}
