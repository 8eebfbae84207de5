package org.aircheck.engine.fetch;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One ask on its way from redirect to redirect. Used once, by one thread. */
final class Trip {
  private static final int MOST_REDIRECTS = 10;

  private final Ask ask;
  private final HttpOrigin.Parts parts;
  private final InstantSource clock;
  private final List<Exchange.Hop> hops = new ArrayList<>(2);
  private final Set<URI> visited = new HashSet<>();
  private final Instant begun;
  private URI uri;
  private @Nullable Instant sent;
  private @Nullable Head head;
  private Optional<Received> body = Optional.empty();
  private Optional<String> error = Optional.empty();

  Trip(Ask ask, HttpOrigin.Parts parts) {
    this.ask = ask;
    this.parts = parts;
    this.clock = parts.clock();
    this.begun = clock.instant();
    this.uri = ask.uri();
  }

  /** Makes the request and follows where it is led. */
  Exchange make() throws InterruptedException {
    try {
      if (!Location.isHttp(uri)) {
        throw new FetchFailure(Location.shown(uri) + " is not an http or https address");
      }
      visited.add(uri);
      for (Optional<URI> next = hop(); next.isPresent(); next = hop()) {
        uri = next.get();
      }
    } catch (FetchFailure e) {
      error = Optional.of(e.sentence());
    }
    return exchange();
  }

  /** One request; gives where its answer points. */
  private Optional<URI> hop() throws InterruptedException, FetchFailure {
    head = null;
    try (Call call = send(false)) {
      final Optional<Head> answer = await(call);
      if (answer.isPresent()) {
        return taken(call, answer.get());
      }
    }
    // An idle connection may be closed at any time (RFC 9112, section 9.3.1); that is no attempt at
    // the origin.
    try (Call call = send(true)) {
      return taken(call, await(call).orElseThrow(() -> new FetchFailure(failures().noAnswer())));
    }
  }

  private Call send(boolean fresh) {
    final Call call = new Call(ask.patience(), clock, parts.pacer());
    parts.wire().send(call, ask, uri, parts.jar().header(uri, clock.instant()), fresh);
    return call;
  }

  private Optional<Head> await(Call call) throws InterruptedException, FetchFailure {
    try {
      return call.awaitHead(failures());
    } finally {
      if (sent == null) {
        sent = call.sent().orElse(null);
      }
    }
  }

  private Optional<URI> taken(Call call, Head answer) throws InterruptedException, FetchFailure {
    head = answer;
    if (!answer.setCookies().isEmpty()) {
      parts.jar().accept(uri, answer.setCookies(), answer.at());
    }
    if (answer.redirects()) {
      final URI target = target(answer);
      BodyReader.drain(call);
      hops.add(new Exchange.Hop(uri, answer.status()));
      return Optional.of(target);
    }
    final BodyReader.Outcome outcome = new BodyReader(call, answer, ask, parts.throttle()).read();
    body = outcome.body();
    error = outcome.error();
    return Optional.empty();
  }

  private URI target(Head answer) throws FetchFailure {
    final URI target =
        Location.resolve(uri, answer.kept().getOrDefault("location", ""))
            .orElseThrow(() -> new FetchFailure("redirected to an address that can't be read"));
    if (!Location.isHttp(target)) {
      throw new FetchFailure(
          "redirected to " + Location.shown(target) + ", which is not an http or https address");
    }
    // Back to the same address with a new cookie is no loop yet.
    if (!visited.add(target) && answer.setCookies().isEmpty()) {
      throw new FetchFailure("redirected in a loop, again to " + Location.shown(target));
    }
    if (hops.size() == MOST_REDIRECTS) {
      throw new FetchFailure("redirected more than " + MOST_REDIRECTS + " times");
    }
    return target;
  }

  private Failures failures() {
    return Failures.of(uri, parts.options());
  }

  private Exchange exchange() {
    final Optional<Head> last = Optional.ofNullable(head);
    return new Exchange(
        ask,
        hops,
        uri,
        sent == null ? begun : sent,
        last.map(Head::at),
        clock.instant(),
        last.map(answer -> OptionalInt.of(answer.status())).orElse(OptionalInt.empty()),
        last.map(Head::kept).orElse(Map.of()),
        body,
        error);
  }
}
