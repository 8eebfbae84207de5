package org.aircheck.engine.fetch;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An origin that answers what an address itself holds (RFC 2397) and asks another for everything
 * else. Thread-safe.
 */
public final class DataUris implements Origin {
  private final Origin others;
  private final InstantSource clock;

  /**
   * An origin before another.
   *
   * @param clock gives the exchanges' instants
   */
  public DataUris(Origin others, InstantSource clock) {
    this.others = others;
    this.clock = clock;
  }

  @Override
  public Exchange fetch(Ask ask) throws InterruptedException {
    if (!"data".equalsIgnoreCase(ask.uri().getScheme())) {
      return others.fetch(ask);
    }
    final Instant now = clock.instant();
    final String text = ask.uri().getRawSchemeSpecificPart();
    final int comma = text.indexOf(',');
    try {
      if (comma < 0) {
        throw new IllegalArgumentException("no comma");
      }
      final byte[] bytes = bytes(text.substring(0, comma), text.substring(comma + 1));
      if (bytes.length > ask.limit()) {
        throw new IllegalArgumentException("more than " + ask.limit() + " bytes");
      }
      return exchange(ask, now, Optional.of(type(text.substring(0, comma))), body(ask, bytes));
    } catch (IllegalArgumentException e) {
      return exchange(ask, now, Optional.empty(), Optional.empty());
    }
  }

  private static Exchange exchange(
      Ask ask, Instant now, Optional<String> type, Optional<Received> body) {
    return new Exchange(
        ask,
        List.of(),
        ask.uri(),
        now,
        Optional.of(now),
        now,
        type.isPresent() ? OptionalInt.of(200) : OptionalInt.empty(),
        type.map(t -> Map.of("content-type", t)).orElse(Map.of()),
        body,
        type.isPresent() ? Optional.empty() : Optional.of("the data: address can't be read"));
  }

  private static Optional<Received> body(Ask ask, byte[] bytes) throws InterruptedException {
    final Sink sink =
        ask.into().<Sink>map(FileSink::new).orElseGet(() -> new MemorySink(bytes.length));
    sink.write(
        ask.range()
            .map(r -> {
              final int from = (int) Math.min(r.offset(), bytes.length);
              return ByteBuffer.wrap(bytes, from, (int) Math.min(r.length(), bytes.length - from));
            })
            .orElseGet(() -> ByteBuffer.wrap(bytes)));
    return sink.finish();
  }

  private static byte[] bytes(String type, String content) {
    if (isBase64(type)) {
      return Base64.getMimeDecoder()
          .decode(URLDecoder.decode(plus(content), StandardCharsets.UTF_8));
    }
    return URLDecoder.decode(plus(content), StandardCharsets.ISO_8859_1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A plus is a plus in an address; only forms write spaces so. */
  private static String plus(String content) {
    return content.replace("+", "%2B");
  }

  private static boolean isBase64(String type) {
    return type.toLowerCase(Locale.ROOT).endsWith(";base64");
  }

  private static String type(String type) {
    final String plain = isBase64(type) ? type.substring(0, type.length() - 7) : type;
    return plain.isEmpty() ? "text/plain;charset=US-ASCII" : plain;
  }
}
