package org.aircheck.server.playout;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.aircheck.server.channel.Percent;

/**
 * What a request's query says about time.
 *
 * @param now the instant to answer for
 * @param stated whether the viewer has said it, instead of the clock
 * @param begin where the viewer's own list begins
 */
record Moment(Instant now, boolean stated, Optional<Instant> begin) {
  /** Seconds up to here are counted back from now, larger ones from 1970. */
  private static final long LONGEST_BACK = 100_000_000;

  private static final Duration FARTHEST = Duration.ofHours(24);
  private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

  /** A query that can't be answered; the message is for people. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Reads a query.
   *
   * @param allowNow whether viewers may say what time it is
   */
  static Moment of(String query, Instant clock, boolean allowNow) throws Refused {
    final Optional<String> asked = parameter(query, "now");
    if (asked.isPresent() && !allowNow) {
      throw new Refused("now= needs a server that was started with --allow-now");
    }
    final Instant now = asked.isPresent() ? instant(asked.get()) : clock;
    final Optional<String> back = parameter(query, "begin");
    return new Moment(
        now,
        asked.isPresent(),
        back.isPresent() ? Optional.of(begin(back.get(), now)) : Optional.empty());
  }

  /** Whether the query counts back from now: then every request would mean another instant. */
  static boolean isRelative(String query) {
    return parameter(query, "begin")
        .filter(b -> b.matches("\\d{1,9}(\\.\\d{1,9})?") && number(b) < LONGEST_BACK)
        .isPresent();
  }

  /** What is put behind the addresses of a viewer with a beginning of his own; else empty. */
  String query() {
    return begin.map(b -> "?begin=" + b.getEpochSecond()).orElse("");
  }

  /** The query with which the same instant can be asked for again. */
  String pinned() {
    final String start = begin.map(b -> "begin=" + b.getEpochSecond()).orElse("");
    return stated ? start + "&now=" + now : start;
  }

  private static Instant instant(String text) throws Refused {
    try {
      final Instant instant =
          text.matches("\\d{1,11}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : Instant.parse(text);
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
        throw new Refused("now must be between 1970 and 9000");
      }
      return instant;
    } catch (DateTimeException e) {
      throw new Refused("now must be an instant such as 2026-01-31T12:00:00Z");
    }
  }

  private static Instant begin(String text, Instant now) throws Refused {
    if (!text.matches("\\d{1,11}(\\.\\d{1,9})?")) {
      throw new Refused("begin must be a number of seconds, not negative");
    }
    final long seconds = number(text);
    final Instant begin =
        seconds < LONGEST_BACK ? now.minusSeconds(seconds) : Instant.ofEpochSecond(seconds);
    if (begin.isAfter(now) || Duration.between(begin, now).compareTo(FARTHEST) > 0) {
      throw new Refused("begin must be within the last 24 hours");
    }
    return begin;
  }

  private static long number(String text) {
    return Long.parseLong(text.split("\\.", 2)[0]);
  }

  private static Optional<String> parameter(String query, String name) {
    return Arrays.stream(query.split("&", -1))
        .filter(p -> p.startsWith(name + "="))
        .findFirst()
        .flatMap(p -> Percent.decode(p.substring(name.length() + 1)));
  }
}
