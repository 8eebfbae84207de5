package org.aircheck.engine.fetch;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer.
 *
 * @param at when it was there
 * @param kept the headers of {@link Exchange#KEPT}, names in lower case
 * @param setCookies the values of Set-Cookie
 * @param contentLength of the body as it is sent, before its coding is undone
 */
record Head(
    Instant at,
    int status,
    Map<String, String> kept,
    List<String> setCookies,
    OptionalLong contentLength) {
  private static final Map<AsciiString, String> KEPT = names();

  /** Takes from an answer what matters. */
  static Head of(int status, HttpHeaders headers, Instant at) {
    final Map<String, String> kept = new HashMap<>();
    KEPT.forEach((ascii, name) -> {
      final String value = headers.get(ascii);
      if (value != null) {
        kept.put(name, value);
      }
    });
    return new Head(
        at,
        status,
        kept,
        headers.getAll(HttpHeaderNames.SET_COOKIE),
        length(kept.get("content-length")));
  }

  /** The content coding in lower case; empty when the body is plain. */
  String coding() {
    final String coding =
        kept.getOrDefault("content-encoding", "").strip().toLowerCase(Locale.ROOT);
    return coding.equals("identity") ? "" : coding;
  }

  /** Whether a body follows the head (RFC 9110, section 6.4.1). */
  boolean hasBody() {
    return status != 204 && status != 304;
  }

  /** Whether the answer points elsewhere and says where. */
  boolean redirects() {
    final boolean pointing =
        status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    return pointing && kept.containsKey("location");
  }

  private static OptionalLong length(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** Names with their hash computed once. */
  private static Map<AsciiString, String> names() {
    final Map<AsciiString, String> names = new HashMap<>();
    Exchange.KEPT.forEach(name -> names.put(AsciiString.cached(name), name));
    return Map.copyOf(names);
  }
}
