package org.aircheck.testkit.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.spi.ByteRange;

/** An exchange that a test makes up: a 200 without a body unless more is said. */
public final class FakeExchange {
  private final FakeSession session;
  private final ExchangeKind kind;
  private final URI requested;
  private final Instant answered;
  private final List<Exchange.Hop> hops = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private URI uri;
  private OptionalInt status = OptionalInt.of(200);
  private OptionalLong track = OptionalLong.empty();
  private Optional<ByteRange> range = Optional.empty();
  private Optional<String> error = Optional.empty();
  private Optional<BodyRef> body = Optional.empty();
  private Duration firstByte = Duration.ofMillis(10);
  private Duration transfer = Duration.ofMillis(20);
  private int attempt = 1;

  FakeExchange(FakeSession session, ExchangeKind kind, String address, Instant answered) {
    this.session = session;
    this.kind = kind;
    this.requested = URI.create(address);
    this.uri = requested;
    this.answered = answered;
  }

  /** The status; 0 for no answer. */
  public FakeExchange status(int code) {
    status = code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
    return this;
  }

  /** A body: a file for media, else in the database. */
  public FakeExchange body(byte[] bytes) {
    final boolean media = kind == ExchangeKind.SEGMENT || kind == ExchangeKind.INITIALIZATION;
    body = Optional.of(session.body(bytes, media));
    return this;
  }

  /** A body of text. */
  public FakeExchange body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A response header; the name in lower case. */
  public FakeExchange header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** One more hop in front of where the answer came from. */
  public FakeExchange redirected(int code, String to) {
    hops.add(new Exchange.Hop(uri, code));
    uri = URI.create(to);
    return this;
  }

  /** The track. */
  public FakeExchange track(long id) {
    track = OptionalLong.of(id);
    return this;
  }

  /** The part that was asked for. */
  public FakeExchange range(long offset, long length) {
    range = Optional.of(new ByteRange(offset, length));
    return this;
  }

  /** What went wrong on the way. */
  public FakeExchange error(String message) {
    error = Optional.of(message);
    return this;
  }

  /** Which attempt it is, counted from 1. */
  public FakeExchange attempt(int number) {
    attempt = number;
    return this;
  }

  /** How long the origin took. */
  public FakeExchange took(Duration untilFirstByte, Duration forTheRest) {
    firstByte = untilFirstByte;
    transfer = forTheRest;
    return this;
  }

  /** Adds it to the session. */
  public FakeSession add() {
    final Optional<Instant> head = status.isPresent() ? Optional.of(answered) : Optional.empty();
    session.add(
        new Observation(
            session.nextId(),
            1,
            kind,
            track,
            requested,
            range,
            List.copyOf(hops),
            uri,
            answered.minus(firstByte),
            head,
            head.isPresent() ? answered.plus(transfer) : answered,
            status,
            Map.copyOf(headers),
            attempt,
            error,
            body));
    return session;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
