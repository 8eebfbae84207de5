package org.aircheck.server.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.replay.View;

/**
 * Where viewers come in: {@code /stream.m3u8}, or what else the protocol's manifests end in, and
 * the same with a session's name; starts a clock and redirects to the address that was recorded.
 */
final class Entrance {
  private final Sessions sessions;
  private final Start start;
  private final Protocols protocols;

  /**
   * How viewers start.
   *
   * @param offset into the session, unless the viewer says otherwise
   * @param since the shared clock's beginning; empty for a clock of each viewer's own
   */
  record Start(Duration offset, BigDecimal speed, Optional<Instant> since) {}

  Entrance(Sessions sessions, Start start, Protocols protocols) {
    this.sessions = sessions;
    this.protocols = protocols;
    this.start = start;
  }

  /** Whether a path, without its query, is an entrance. */
  boolean is(String path) {
    return path.indexOf('/') < 0
        && (path.startsWith("stream.")
            || protocols.all().stream().anyMatch(p -> p.extension().equals(extension(path))));
  }

  Answer answer(String path, String query, Instant now) {
    final String name = Percent.decode(path.substring(0, path.lastIndexOf('.'))).orElse("");
    final Optional<Replayed> replayed =
        name.equals("stream") ? sessions.only() : sessions.named(name);
    if (replayed.isEmpty()) {
      return refusal(now, "there is no session " + name + " here" + sessions.hint());
    }
    final String recorded = replayed.get().session().info().protocol().orElse("");
    if (protocols.named(recorded).filter(p -> p.extension().equals(extension(path))).isEmpty()) {
      return refusal(
          now,
          recorded.isEmpty()
              ? "nothing was recorded yet"
              : "the session was recorded as " + recorded);
    }
    final Optional<Duration> offset = offset(query);
    if (offset.isEmpty()) {
      return refusal(now, "o must be a number of seconds, not negative");
    }
    final View view = new View(start.since().orElse(now), offset.get(), start.speed());
    return replayed
        .get()
        .channel()
        .entrance(view)
        .map(place -> Routes.VIEW + "/" + sessions.path(replayed.get()) + "/" + place)
        .map(location -> new Answer(new Answer.Redirect(302, location), now))
        .orElseGet(() -> refusal(now, "the recorded address can't be served"));
  }

  private Optional<Duration> offset(String query) {
    final Optional<String> asked =
        Arrays.stream(query.split("&", -1))
            .filter(p -> p.startsWith("o="))
            .map(p -> p.substring(2))
            .findFirst();
    if (asked.isEmpty()) {
      return Optional.of(start.offset());
    }
    return asked
        .filter(text -> text.matches("\\d{1,10}(\\.\\d{1,9})?"))
        .map(text -> new BigDecimal(text).movePointRight(3).longValue())
        .map(Duration::ofMillis);
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Answer refusal(Instant now, String message) {
    return new Answer(new Answer.Status(404, message, Map.of()), now);
  }
}
