package org.aircheck.engine.fetch;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one process: those of the cookie file and those that origins set. Thread-safe.
 *
 * <p>The JDK's own jar is not used: it gives a cookie of {@code example.com} to {@code
 * notexample.com}.
 */
final class CookieJar {
  private static final int MOST_COOKIES = 2_000;

  private final Map<Key, Cookie> cookies = new LinkedHashMap<>();
  private volatile boolean empty = true;

  private record Key(String name, String domain, String path) {}

  CookieJar(Collection<Cookie> first) {
    first.forEach(this::put);
  }

  /** The Cookie header for a request; empty when there is none for it. */
  Optional<String> header(URI uri, Instant now) {
    if (empty) {
      return Optional.empty();
    }
    final String host = Cookie.host(uri);
    final String path =
        uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    final boolean https = "https".equalsIgnoreCase(uri.getScheme());
    final String header;
    synchronized (this) {
      cookies.values().removeIf(cookie -> !cookie.expires().isAfter(now));
      header =
          cookies.values().stream()
              .filter(cookie -> cookie.goesTo(host, path, https))
              .sorted(Comparator.comparingInt((Cookie cookie) -> cookie.path().length()).reversed())
              .map(cookie -> cookie.name() + "=" + cookie.value())
              .collect(Collectors.joining("; "));
    }
    return header.isEmpty() ? Optional.empty() : Optional.of(header);
  }

  /** Keeps what an answer set, and drops what it expired. */
  void accept(URI from, List<String> setCookies, Instant now) {
    for (String setCookie : setCookies) {
      SetCookie.parse(setCookie, from, now).ifPresent(this::put);
    }
  }

  private synchronized void put(Cookie cookie) {
    final Key key = new Key(cookie.name(), cookie.domain(), cookie.path());
    if (cookies.size() < MOST_COOKIES || cookies.containsKey(key)) {
      cookies.put(key, cookie);
      empty = false;
    }
  }
}
