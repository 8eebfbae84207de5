package org.aircheck.engine.past;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of a walk: where the next segment must begin, most likely first. */
final class Front {
  private final Deque<Long> candidates;
  private Question.Kind kind = Question.Kind.EXPECTED;

  Front(List<Long> candidates) {
    this.candidates = new ArrayDeque<>(candidates);
  }

  /** The first must be there; after it, any may be. */
  Question.Kind kind() {
    return kind;
  }

  /** Whether nothing was where the next segment must be: the walk ends here. */
  boolean closed() {
    return candidates.isEmpty();
  }

  long current() {
    return candidates.getFirst();
  }

  /** Gives a candidate up. */
  void missing(long value) {
    if (candidates.remove(value)) {
      kind = Question.Kind.GUESS;
    }
  }
}
