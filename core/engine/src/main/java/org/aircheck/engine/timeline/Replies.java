package org.aircheck.engine.timeline;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.engine.fetch.Exchange.Hop;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.Observation;

/** Says what an exchange means for one of the addresses that took part in it. */
final class Replies {
  /** RFC 9110 section 14.4. */
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  private Replies() {}

  /** What the address answered: a redirect when it was a hop on the way, else the last answer. */
  static Reply of(Observation observation, String address) {
    final int hop = hop(observation, address);
    if (hop >= 0) {
      final List<Hop> hops = observation.redirects();
      final URI next = hop + 1 < hops.size() ? hops.get(hop + 1).uri() : observation.uri();
      return new Reply.Moved(observation, hops.get(hop).status(), next);
    }
    final int status = observation.status().orElse(0);
    if (status >= 400 && status <= 599) {
      return new Reply.Failure(observation, status);
    }
    if (observation.body().isPresent() && brings(status)) {
      return content(observation, observation.body().get());
    }
    return new Reply.Broken(observation);
  }

  /** Whether the last answer is a whole body, or says that an earlier one is still the one. */
  static boolean complete(Observation observation) {
    return observation.error().isEmpty()
        && observation.body().isPresent()
        && brings(observation.status().orElse(0));
  }

  /** Whether a good answer broke off: there may be the beginning of a body. */
  static boolean cutOff(Observation observation) {
    return observation.error().isPresent() && brings(observation.status().orElse(0));
  }

  private static boolean brings(int status) {
    return status == 304 || (status >= 200 && status <= 299);
  }

  private static int hop(Observation observation, String address) {
    final List<Hop> hops = observation.redirects();
    // An address that redirects to itself, to set a cookie as a rule, is where the bytes are.
    if (hops.isEmpty() || observation.uri().toString().equals(address)) {
      return -1;
    }
    for (int i = 0; i < hops.size(); i++) {
      if (hops.get(i).uri().toString().equals(address)) {
        return i;
      }
    }
    return observation.requested().toString().equals(address) ? 0 : -1;
  }

  private static Reply content(Observation observation, BodyRef body) {
    if (observation.status().orElse(0) != 206) {
      return new Reply.Content(observation, body, 0, OptionalLong.of(body.length()));
    }
    final Optional<Matcher> stated =
        Optional.ofNullable(observation.headers().get("content-range"))
            .map(CONTENT_RANGE::matcher)
            .filter(Matcher::matches);
    final long asked = observation.range().map(range -> range.offset()).orElse(0L);
    final long position = stated.map(m -> Long.parseLong(m.group(1))).orElse(asked);
    final OptionalLong total =
        stated
            .filter(m -> !m.group(2).equals("*"))
            .map(m -> OptionalLong.of(Long.parseLong(m.group(2))))
            .orElse(OptionalLong.empty());
    final boolean fits = total.isEmpty() || total.getAsLong() >= position + body.length();
    return new Reply.Content(observation, body, position, fits ? total : OptionalLong.empty());
  }
}
