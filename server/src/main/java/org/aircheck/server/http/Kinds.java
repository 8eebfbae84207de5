package org.aircheck.server.http;

import org.aircheck.server.channel.Answer;

/** Sorts requests for counting. Pure and thread-safe. */
@FunctionalInterface
public interface Kinds {
  /** What a request is counted as: one of few words. */
  String kind(String target, Answer.Outcome outcome);
}
