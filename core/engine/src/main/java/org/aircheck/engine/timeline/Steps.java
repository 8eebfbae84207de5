package org.aircheck.engine.timeline;

import java.time.Instant;
import java.util.Arrays;

/**
 * A step function of time: from each instant on, one exchange describes the answer. Immutable once
 * built.
 */
final class Steps {
  private final Instant[] at;
  private final long[] exchanges;

  private Steps(Instant[] at, long[] exchanges) {
    this.at = at;
    this.exchanges = exchanges;
  }

  int count() {
    return at.length;
  }

  /**
   * The step that holds at an instant: the first one also holds before it began. Only when there
   * are any.
   */
  int indexAt(Instant t) {
    final int found = Arrays.binarySearch(at, t);
    if (found < 0) {
      return Math.max(0, -found - 2);
    }
    // Of several steps at one instant, the last one won.
    int last = found;
    while (last + 1 < at.length && at[last + 1].equals(t)) {
      last++;
    }
    return last;
  }

  Instant at(int index) {
    return at[index];
  }

  long exchange(int index) {
    return exchanges[index];
  }

  /** When the step ends; {@link Instant#MAX} for the last one. */
  Instant until(int index) {
    return index + 1 < at.length ? at[index + 1] : Instant.MAX;
  }

  /** Collects steps in the order of time. */
  static final class Builder {
    private Instant[] at = new Instant[4];
    private long[] exchanges = new long[4];
    private int count;

    void add(Instant from, long exchange) {
      if (count == at.length) {
        at = Arrays.copyOf(at, count * 2);
        exchanges = Arrays.copyOf(exchanges, count * 2);
      }
      at[count] = from;
      exchanges[count++] = exchange;
    }

    Steps build() {
      return new Steps(Arrays.copyOf(at, count), Arrays.copyOf(exchanges, count));
    }
  }
}
