package org.aircheck.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.aircheck.server.channel.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Makes channels' answers ready to be sent. Thread-safe; a text is compressed once, whoever asks
 * for it.
 */
final class Preparation {
  private static final int WORTH_COMPRESSING = 256;
  private static final long CACHED_BYTES = 32L << 20;
  private static final Pattern COMPRESSIBLE =
      Pattern.compile("text/.*|.*(mpegurl|dash\\+xml|json|javascript|xml).*");

  private final Cache<String, byte[]> compressed =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES)
          .weigher((String etag, byte[] bytes) -> bytes.length + 200)
          .build();

  Prepared prepared(Answer answer, String kind) {
    final Prepared.Form form =
        switch (answer.outcome()) {
          case Answer.Text text -> text(text, answer.until());
          case Answer.File file -> file(file, answer.until());
          case Answer.Status status -> status(status.code(), status.message(), status.headers());
          case Answer.Redirect redirect -> redirect(redirect);
          case Answer.Disconnect disconnect -> new Prepared.Disconnect();
          default -> status(500, "this answer can't be sent", Map.of());
        };
    return new Prepared(kind, answer.until(), answer.pacing(), form);
  }

  /** An answer that is a line for people. */
  static Prepared.Fixed status(int code, String message, Map<String, String> headers) {
    final byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    final Head head =
        Head.of(code)
            .withAll(headers)
            .with("Content-Type", "text/plain; charset=utf-8")
            .with("Cache-Control", "no-store")
            .with("Content-Length", body.length)
            .build();
    return new Prepared.Fixed(head, body);
  }

  private static Prepared.Fixed redirect(Answer.Redirect redirect) {
    final Head head =
        Head.of(redirect.code())
            .with("Location", redirect.location())
            .with("Cache-Control", "no-store")
            .with("Content-Length", 0)
            .build();
    return new Prepared.Fixed(head, new byte[0]);
  }

  private Prepared.Text text(Answer.Text text, Instant until) {
    final byte @Nullable [] gzip = gzip(text);
    final Headers headers =
        headers(text.contentType(), text.etag(), text.headers(), until, gzip != null);
    final Head head = whole(headers, text.bytes().length);
    final Head gzipHead =
        gzip == null
            ? head
            : headers
                .head(200, "-gz")
                .with("Content-Encoding", "gzip")
                .with("Content-Length", gzip.length)
                .build();
    return new Prepared.Text(head, headers, text.bytes(), gzip, gzipHead);
  }

  private static Prepared.File file(Answer.File file, Instant until) {
    final Headers headers = headers(file.contentType(), file.etag(), file.headers(), until, false);
    final Extent extent = new Extent(file.position(), file.length(), file.total());
    return new Prepared.File(whole(headers, file.length()), headers, file.file(), extent);
  }

  private static Head whole(Headers headers, long length) {
    return headers
        .head(200, "")
        .with("Accept-Ranges", "bytes")
        .with("Content-Length", length)
        .build();
  }

  private static Headers headers(
      String type, String etag, Map<String, String> others, Instant until, boolean varies) {
    final Map<String, String> rest = new HashMap<>(others);
    final Optional<String> stated = Optional.ofNullable(rest.remove("cache-control"));
    // What can't change any more under its address may be kept for a while.
    final String cacheControl =
        stated
            .filter(c -> !(c.equals(Headers.UNTIL) && until.equals(Instant.MAX)))
            .orElse(until.equals(Instant.MAX) ? "max-age=3600" : "no-cache");
    return new Headers(
        type,
        new Validators(etag, Optional.ofNullable(others.get("last-modified"))),
        cacheControl,
        until,
        varies,
        Map.copyOf(rest));
  }

  private byte @Nullable [] gzip(Answer.Text text) {
    if (text.bytes().length < WORTH_COMPRESSING
        || !COMPRESSIBLE.matcher(text.contentType().toLowerCase(Locale.ROOT)).matches()) {
      return null;
    }
    final byte[] gzip = compressed.get(text.etag(), etag -> compress(text.bytes()));
    return gzip.length < text.bytes().length ? gzip : null;
  }

  private static byte[] compress(byte[] bytes) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return out.toByteArray();
  }
}
