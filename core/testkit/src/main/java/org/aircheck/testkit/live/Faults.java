package org.aircheck.testkit.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The usual faults.
 *
 * <p>Those with {@code times} strike the first so many requests for each path that their share
 * picks. Requests are counted per path, whatever came of them: two such faults on one path strike
 * the same requests, they don't queue.
 */
public final class Faults {
  private static final String HTML =
      "<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>\n";

  private Faults() {}

  /** The first requests are answered otherwise. */
  public static Fault first(int times, Share share, Scope scope, UnaryOperator<Reply> harm) {
    return (visit, healthy) -> {
      final Reply reply = healthy.reply(visit);
      final boolean struck =
          visit.attempt() <= times && scope.covers(visit) && share.picks(visit.path());
      return struck ? harm.apply(reply) : reply;
    };
  }

  /** The first requests are answered with a status. */
  public static Fault status(int status, int times, Share share, Scope scope) {
    return first(times, share, scope, reply -> Reply.status(status, "injected"));
  }

  /** The first requests are answered with 429 and Retry-After, in whole seconds. */
  public static Fault tooManyRequests(Duration retryAfter, int times, Share share, Scope scope) {
    final String seconds = Long.toString(retryAfter.toSeconds());
    return first(
        times, share, scope, reply -> Reply.status(429, "slow down").with("Retry-After", seconds));
  }

  /**
   * Segments are cut in the middle: the whole length is announced, half the body comes, the
   * connection is closed.
   */
  public static Fault cut(int times, Share share) {
    return body(times, share, reply -> reply.delivered(new Delivery.Cut(reply.body().length / 2)));
  }

  /** The connection is reset in the middle of a segment. */
  public static Fault reset(int times, Share share) {
    return body(
        times, share, reply -> reply.delivered(new Delivery.Reset(reply.body().length / 2)));
  }

  /** In the middle of a segment nothing comes for a while. */
  public static Fault stall(Duration pause, int times, Share share) {
    return body(
        times, share, reply -> reply.delivered(new Delivery.Stall(reply.body().length / 2, pause)));
  }

  /** Segments come in small pieces, spread over a time. */
  public static Fault slow(Duration over, int times, Share share) {
    return body(times, share, reply -> reply.delivered(new Delivery.Slow(over)));
  }

  /** Segments are answered with a page in HTML and 200. */
  public static Fault html(int times, Share share) {
    final byte[] page = HTML.getBytes(StandardCharsets.UTF_8);
    return body(times, share, reply -> Reply.ok("text/html", page));
  }

  /** Segments are answered with 200 and no byte. */
  public static Fault empty(int times, Share share) {
    return body(times, share, reply -> reply.withBody(new byte[0]));
  }

  /** The first requests are answered with nothing: the connection is closed. */
  public static Fault hangup(int times, Share share, Scope scope) {
    return first(times, share, scope, reply -> reply.delivered(new Delivery.Hangup()));
  }

  /** For a time, counted from the start, everything in scope is answered with a status. */
  public static Fault outage(int status, Duration from, Duration to, Scope scope) {
    return (visit, healthy) -> {
      final boolean inside =
          visit.elapsed().compareTo(from) >= 0 && visit.elapsed().compareTo(to) < 0;
      return inside && scope.covers(visit)
          ? Reply.status(status, "injected")
          : healthy.reply(visit);
    };
  }

  /** Every so manieth request for a media playlist meets a cache that is behind by a while. */
  public static Fault stalePlaylist(int every, Duration behind) {
    return (visit, healthy) -> {
      final boolean stale = Scope.MEDIA_PLAYLISTS.covers(visit) && visit.attempt() % every == 0;
      final Duration then = visit.elapsed().minus(behind);
      return healthy.reply(stale && !then.isNegative() ? visit.at(then) : visit);
    };
  }

  /** Segments can be fetched only a while after they were announced: 404 before. */
  public static Fault lateSegments(Duration late) {
    return (visit, healthy) ->
        healthy.reply(Scope.SEGMENTS.covers(visit) ? visit.at(visit.elapsed().minus(late)) : visit);
  }

  /**
   * Everything in scope is redirected to the same target at another host name, and answered there.
   */
  public static Fault redirect(int status, String host, Scope scope) {
    return (visit, healthy) -> {
      final String port = visit.authority().replaceFirst("^[^:]*", "");
      final String elsewhere = host + port;
      return scope.covers(visit) && !visit.authority().equals(elsewhere)
          ? Reply.redirect(status, "http://" + elsewhere + visit.target())
          : healthy.reply(visit);
    };
  }

  /**
   * All but the multivariant playlist needs a token, which expires: 403 then. The multivariant
   * playlist hands out new ones; media playlists pass on the one that they were asked with.
   */
  public static Fault tokens(Duration lifetime) {
    return new Tokens(lifetime);
  }

  /** The first answers that would be whole bodies of segments are spoilt. */
  private static Fault body(int times, Share share, UnaryOperator<Reply> harm) {
    return first(
        times, share, Scope.SEGMENTS, reply -> reply.status() == 200 ? harm.apply(reply) : reply);
  }
}
