package org.aircheck.engine.record;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What is to be done when; the earliest first, and at one instant in the order in which it was
 * asked for.
 */
final class Timers {
  private record Timer(Instant due, long order, Runnable action) {}

  private final PriorityQueue<Timer> queue =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::order));
  private long order;

  void at(Instant due, Runnable action) {
    queue.add(new Timer(due, order++, action));
  }

  /** When the next one is due; {@link Instant#MAX} when there is none. */
  Instant next() {
    final Timer head = queue.peek();
    return head == null ? Instant.MAX : head.due();
  }

  /** Runs all that are due. */
  void run(Instant now) {
    for (Timer head = queue.peek(); head != null && !head.due().isAfter(now); head = queue.peek()) {
      queue.remove();
      head.action().run();
    }
  }
}
