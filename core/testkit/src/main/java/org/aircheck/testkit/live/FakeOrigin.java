package org.aircheck.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.fetch.Received;

/**
 * An origin in memory: the same channel and faults as {@link LiveHlsOrigin}, without sockets and
 * without waiting. Latencies and slow bodies appear in the exchange's instants only; the clock is
 * left alone. It answers under every host name. Thread-safe.
 */
public final class FakeOrigin implements Origin {
  private static final int HOPS = 10;
  private static final int LOGGED = 20_000;

  private final ChannelModel model;
  private final Desk desk;
  private final InstantSource clock;
  private final Latency latency;

  /** An origin whose channel starts now. {@code faults}: the client's nearest first. */
  public FakeOrigin(LiveChannel channel, List<Fault> faults, InstantSource clock, Latency latency) {
    final Instant start = clock.instant();
    this.model = new ChannelModel(channel, start);
    this.desk = new Desk(Fault.around(model, faults), start, clock, LOGGED);
    this.clock = clock;
    this.latency = latency;
  }

  /** An origin for a scenario, which starts now. */
  public FakeOrigin(Scenario scenario, InstantSource clock) {
    this(scenario.channel(), scenario.faults(), clock, Latency.NONE);
  }

  /** The address of the multivariant playlist. */
  public URI uri() {
    return uri(ChannelModel.MASTER);
  }

  /** The address of a path, which begins with a slash. */
  public URI uri(String path) {
    return URI.create("http://origin.test" + path);
  }

  /** What it serves when nothing goes wrong. */
  public ChannelModel model() {
    return model;
  }

  /** The last 20,000 requests, oldest first, redirected ones twice. */
  public List<Seen> requests() {
    return desk.log();
  }

  @Override
  public Exchange fetch(Ask ask) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    final Instant sent = clock.instant();
    final List<Exchange.Hop> hops = new ArrayList<>();
    URI uri = ask.uri();
    while (hops.size() <= HOPS) {
      if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
        return failed(ask, hops, uri, sent, "neither http nor https: " + uri);
      }
      final Reply reply = desk.answer(uri.getRawAuthority(), target(uri), ask.etag(), ask.range());
      final Optional<String> location = Optional.ofNullable(reply.headers().get("Location"));
      if (reply.status() / 100 != 3 || location.isEmpty()) {
        final Instant answered = sent.plus(latency.firstByte().multipliedBy(hops.size() + 1L));
        return exchange(new Step(ask, List.copyOf(hops), uri, sent, answered), reply);
      }
      hops.add(new Exchange.Hop(uri, reply.status()));
      uri = uri.resolve(location.get());
    }
    return failed(ask, hops, uri, sent, "more than " + HOPS + " redirects");
  }

  /** How far an exchange has come when the last answer is there. */
  private record Step(Ask ask, List<Exchange.Hop> hops, URI uri, Instant sent, Instant answered) {}

  /** What arrives of a body. */
  @SuppressWarnings("ArrayRecordComponent") // goes from one method to the next
  private record Arrival(byte[] bytes, Duration more, Optional<String> error) {}

  private Exchange failed(Ask ask, List<Exchange.Hop> hops, URI uri, Instant sent, String error) {
    return new Exchange(
        ask,
        hops,
        uri,
        sent,
        Optional.empty(),
        sent.plus(latency.firstByte()),
        OptionalInt.empty(),
        Map.of(),
        Optional.empty(),
        Optional.of(error));
  }

  private Exchange exchange(Step step, Reply reply) {
    if (reply.delivery() instanceof Delivery.Hangup) {
      return failed(
          step.ask, step.hops, step.uri, step.sent, "connection closed without an answer");
    }
    final Arrival arrival = limited(arrival(reply, step.ask.patience()), step.ask.limit());
    return new Exchange(
        step.ask,
        step.hops,
        step.uri,
        step.sent,
        Optional.of(step.answered),
        step.answered.plus(latency.transfer()).plus(arrival.more),
        OptionalInt.of(reply.status()),
        headers(reply),
        reply.status() == 304 ? Optional.empty() : Optional.of(received(step.ask, arrival.bytes)),
        arrival.error);
  }

  private static Arrival arrival(Reply reply, Duration patience) {
    final byte[] body = reply.body();
    return switch (reply.delivery()) {
      case Delivery.Whole(), Delivery.Hangup() ->
          new Arrival(body, Duration.ZERO, Optional.empty());
      case Delivery.Cut(int after) -> cut(body, after, Duration.ZERO, "cut off");
      case Delivery.Reset(int after) -> cut(body, after, Duration.ZERO, "connection reset");
      case Delivery.Slow(Duration over) -> new Arrival(body, over, Optional.empty());
      case Delivery.Stall(int after, Duration pause) ->
          pause.compareTo(patience) > 0
              ? cut(body, after, patience, "too slow")
              : new Arrival(body, pause, Optional.empty());
    };
  }

  private static Arrival cut(byte[] body, int after, Duration more, String error) {
    return after >= body.length
        ? new Arrival(body, more, Optional.empty())
        : new Arrival(
            Arrays.copyOf(body, after),
            more,
            Optional.of(error + " after " + after + " of " + body.length + " bytes"));
  }

  private static Arrival limited(Arrival arrival, long limit) {
    return arrival.bytes.length <= limit
        ? arrival
        : new Arrival(
            Arrays.copyOf(arrival.bytes, (int) limit),
            arrival.more,
            Optional.of("larger than " + limit + " bytes"));
  }

  private Map<String, String> headers(Reply reply) {
    final Map<String, String> headers = new HashMap<>();
    reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    if (reply.status() != 304) {
      headers.put("content-length", Integer.toString(reply.body().length));
    }
    headers.put("date", HttpDate.text(clock.instant()));
    headers.keySet().retainAll(Exchange.KEPT);
    return headers;
  }

  private static Received received(Ask ask, byte[] bytes) {
    return ask.into().isPresent()
        ? new Received.OnDisk(written(ask.into().get(), bytes), bytes.length, sha256(bytes))
        : new Received.InMemory(bytes, sha256(bytes));
  }

  private static Path written(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String target(URI uri) {
    final String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
