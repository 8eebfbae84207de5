package org.aircheck.testkit.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.ByteRange;

/**
 * Where requests arrive: counts them per path, asks the site, keeps a log. Thread-safe. Of long
 * runs it forgets what is old: the counts of all but the paths asked for last, and the log's
 * beginning.
 */
final class Desk {
  private static final int PATHS = 20_000;

  private final Site site;
  private final Instant start;
  private final InstantSource clock;
  private final int logged;
  private final Map<String, Integer> attempts = new LinkedHashMap<>(64, 0.75f, true);
  private final ArrayDeque<Seen> log = new ArrayDeque<>();

  /** {@code logged}: how many requests the log keeps. */
  Desk(Site site, Instant start, InstantSource clock, int logged) {
    this.site = site;
    this.start = start;
    this.clock = clock;
    this.logged = logged;
  }

  /** One request. {@code target}: path and query, as sent. */
  Reply answer(
      String authority, String target, Optional<String> ifNoneMatch, Optional<ByteRange> range) {
    final int mark = target.indexOf('?');
    final String path = mark < 0 ? target : target.substring(0, mark);
    final String query = mark < 0 ? "" : target.substring(mark + 1);
    final Instant now = clock.instant();
    final Visit visit =
        new Visit(authority, path, query, Duration.between(start, now), attempt(path));
    final Reply reply = site.reply(visit).conditional(ifNoneMatch, range);
    note(
        new Seen(
            now, path, query, reply.delivery() instanceof Delivery.Hangup ? 0 : reply.status()));
    return reply;
  }

  private synchronized int attempt(String path) {
    final int attempt = attempts.merge(path, 1, Integer::sum);
    if (attempts.size() > PATHS) {
      attempts.remove(attempts.keySet().iterator().next());
    }
    return attempt;
  }

  private synchronized void note(Seen seen) {
    log.addLast(seen);
    if (log.size() > logged) {
      log.removeFirst();
    }
  }

  synchronized List<Seen> log() {
    return List.copyOf(log);
  }
}
