package org.aircheck.engine.fetch;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One request and its outcome.
 *
 * @param ask what was asked for
 * @param redirects the hops on the way, in order; empty when the first answer was the last
 * @param uri where the last answer came from: what relative references in the body resolve against
 * @param sent when the request was sent
 * @param answered when the head of the last answer was there; empty when it never came
 * @param done when the body was complete or the attempt had failed
 * @param status of the last answer; empty when none came
 * @param headers of the last answer, names in lower case: those of {@link #KEPT} that it had
 * @param body what was received, also when it is only a part or an error's page; empty for none
 *     (304, no answer)
 * @param error what went wrong on the way, for a person to read: no connection, cut off, too slow,
 *     too large; an HTTP error status is none
 */
public record Exchange(
    Ask ask,
    List<Hop> redirects,
    URI uri,
    Instant sent,
    Optional<Instant> answered,
    Instant done,
    OptionalInt status,
    Map<String, String> headers,
    Optional<Received> body,
    Optional<String> error) {

  /** The response headers that matter to a recording. */
  public static final List<String> KEPT =
      List.of(
          "content-type",
          "content-length",
          "content-encoding",
          "content-range",
          "etag",
          "last-modified",
          "cache-control",
          "age",
          "date",
          "location",
          "retry-after",
          "access-control-allow-origin",
          "x-fb-video-broadcast-ended");

  /** Copies the collections. */
  public Exchange {
    redirects = List.copyOf(redirects);
    headers = Map.copyOf(headers);
  }

  /**
   * One redirect: who answered with which status; the next hop, or {@link Exchange#uri()}, is where
   * it pointed.
   */
  public record Hop(URI uri, int status) {}

  /** Whether the whole body of a 200 or 206 was received. */
  public boolean complete() {
    return error.isEmpty()
        && body.isPresent()
        && (status.orElse(0) == 200 || status.orElse(0) == 206);
  }

  /** Whether the origin said that the version at hand is still the one. */
  public boolean notModified() {
    return status.orElse(0) == 304;
  }
}
