package org.aircheck.engine.fetch;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is sent along with requests. Immutable. */
final class RequestHeaders {
  private final List<HttpOptions.Header> own;
  private final String userAgent;
  private final Set<String> ownNames;

  RequestHeaders(HttpOptions options) {
    this.own = options.headers();
    this.userAgent = options.userAgent();
    this.ownNames =
        own.stream()
            .map(header -> header.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Those of every request. */
  void common(HttpHeaders headers) {
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    ownNames.forEach(headers::remove);
    own.forEach(header -> headers.add(header.name(), header.value()));
  }

  /** Those of one request. */
  void of(Ask ask, URI uri, Optional<String> cookies, HttpHeaders headers) {
    if (!ownNames.contains("accept-encoding")) {
      final boolean text = ask.into().isEmpty() && ask.range().isEmpty();
      headers.set(
          HttpHeaderNames.ACCEPT_ENCODING,
          text ? HttpHeaderValues.GZIP : HttpHeaderValues.IDENTITY);
    }
    if (cookies.isPresent() && !ownNames.contains("cookie")) {
      headers.set(HttpHeaderNames.COOKIE, cookies.get());
    }
    if (uri.getUserInfo() != null && !ownNames.contains("authorization")) {
      headers.set(HttpHeaderNames.AUTHORIZATION, basic(uri.getUserInfo()));
    }
    ask.range()
        .ifPresent(part ->
            headers.set(HttpHeaderNames.RANGE, "bytes=" + part.offset() + "-" + (part.end() - 1)));
    ask.etag().ifPresent(etag -> headers.set(HttpHeaderNames.IF_NONE_MATCH, etag));
    ask.lastModified().ifPresent(date -> headers.set(HttpHeaderNames.IF_MODIFIED_SINCE, date));
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }
}
