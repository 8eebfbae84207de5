package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request over HTTP/1.1 that goes as it should. */
final class HttpOriginTest {
  private final HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT);

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void brings_status_headers_body_and_instants() throws Exception {
    try (RawServer server =
        new RawServer((request, line) ->
            line.ok(
                "#EXTM3U",
                "Content-Type: application/vnd.apple.mpegurl",
                "ETag: \"abc\"",
                "Last-Modified: Tue, 01 Jul 2025 10:00:00 GMT",
                "Cache-Control: max-age=1",
                "Age: 3",
                "Date: Tue, 01 Jul 2025 10:00:01 GMT",
                "Retry-After: 5",
                "Access-Control-Allow-Origin: *",
                "X-FB-Video-Broadcast-Ended: 1",
                "Server: unheard-of"))) {
      final Instant before = Instant.now();
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/a/live.m3u8?x=1")));
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.complete()).isTrue();
      assertThat(exchange.status()).hasValue(200);
      assertThat(Bodies.text(exchange)).isEqualTo("#EXTM3U");
      assertThat(exchange.body().orElseThrow().sha256())
          .isEqualTo(Bodies.sha256("#EXTM3U".getBytes()));
      assertThat(exchange.headers())
          .isEqualTo(
              Map.of(
                  "content-type", "application/vnd.apple.mpegurl",
                  "content-length", "7",
                  "etag", "\"abc\"",
                  "last-modified", "Tue, 01 Jul 2025 10:00:00 GMT",
                  "cache-control", "max-age=1",
                  "age", "3",
                  "date", "Tue, 01 Jul 2025 10:00:01 GMT",
                  "retry-after", "5",
                  "access-control-allow-origin", "*",
                  "x-fb-video-broadcast-ended", "1"));
      assertThat(exchange.uri()).isEqualTo(server.uri("/a/live.m3u8?x=1"));
      assertThat(exchange.redirects()).isEmpty();
      assertThat(
              Stream.of(
                  before,
                  exchange.sent(),
                  exchange.answered().orElseThrow(),
                  exchange.done(),
                  Instant.now()))
          .isSorted();
      assertThat(server.only().target()).isEqualTo("/a/live.m3u8?x=1");
    }
  }

  @Test
  void answered_is_when_the_head_came_and_not_when_the_body_did() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
          Thread.sleep(300);
          line.write("late");
        })) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(Bodies.text(exchange)).isEqualTo("late");
      assertThat(Duration.between(exchange.answered().orElseThrow(), exchange.done()))
          .isGreaterThan(Duration.ofMillis(200));
    }
  }

  @Test
  void a_chunked_body_and_one_that_ends_with_the_connection_are_whole() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          if (request.target().equals("/chunked")) {
            line.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
          } else {
            line.write("HTTP/1.0 200 OK\r\n\r\nto the end");
            line.close();
          }
        })) {
      assertThat(Bodies.text(origin.fetch(Bodies.memory(server.uri("/chunked")))))
          .isEqualTo("abcdefg");
      assertThat(Bodies.text(origin.fetch(Bodies.memory(server.uri("/close")))))
          .isEqualTo("to the end");
    }
  }

  @Test
  void an_error_status_is_no_error_and_keeps_its_page() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, line) -> line.write("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone"))) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.status()).hasValue(404);
      assertThat(exchange.complete()).isFalse();
      assertThat(Bodies.text(exchange)).isEqualTo("gone");
    }
  }

  @Test
  void a_version_at_hand_is_asked_for_conditionally() throws Exception {
    try (RawServer server =
        new RawServer((request, line) ->
            line.write(
                "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nContent-Length: 99\r\n\r\n"))) {
      final Ask ask =
          new Ask(
              server.uri("/"),
              Optional.empty(),
              Optional.of("\"v1\""),
              Optional.of("Tue, 01 Jul 2025 10:00:00 GMT"),
              Bodies.LIMIT,
              Bodies.PATIENCE,
              Optional.empty());
      final Exchange exchange = origin.fetch(ask);
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.notModified()).isTrue();
      assertThat(exchange.body()).isEmpty();
      assertThat(server.only().header("if-none-match")).isEqualTo("\"v1\"");
      assertThat(server.only().header("if-modified-since"))
          .isEqualTo("Tue, 01 Jul 2025 10:00:00 GMT");
    }
  }

  @Test
  void connections_are_used_again() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("x"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(origin.fetch(Bodies.memory(server.uri("/" + i))).complete()).isTrue();
      }
      assertThat(server.requests()).hasSize(5);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void fifty_channels_of_one_host_are_fetched_at_once() throws Exception {
    try (RawServer server =
            new RawServer((request, line) -> {
              Thread.sleep(200);
              line.ok(Bodies.random(50_000));
            });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      final Callable<Exchange> one = () -> origin.fetch(Bodies.memory(server.uri("/")));
      final List<Future<Exchange>> all =
          threads.invokeAll(Stream.generate(() -> one).limit(200).toList());
      for (Future<Exchange> exchange : all) {
        assertThat(exchange.get().error()).isEmpty();
        assertThat(exchange.get().body().orElseThrow().length()).isEqualTo(50_000);
      }
      assertThat(server.connections()).isBetween(100, HttpOptions.DEFAULT.connectionsPerHost());
    }
  }

  @Test
  void addresses_that_occur_in_practice_reach_the_origin_as_they_are() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("x"))) {
      for (String target :
          List.of(
              "/a;b=1/c,d/(e)*'!~$@:&=+",
              "/%20%2F%7e?u=http://x/?y",
              "/?a[]=1",
              "/a//b/../c",
              "?q=1")) {
        assertThat(origin.fetch(Bodies.memory(server.uri(target))).error()).isEmpty();
      }
      assertThat(origin.fetch(Bodies.memory(server.uri("/grüße#part"))).error()).isEmpty();
      assertThat(server.requests().stream().map(RawServer.Request::target))
          .containsExactly(
              "/a;b=1/c,d/(e)*'!~$@:&=+",
              "/%20%2F%7e?u=http://x/?y",
              "/?a[]=1",
              "/a//b/../c",
              "/?q=1",
              "/gr%C3%BC%C3%9Fe");
    }
  }

  @Test
  void user_information_of_an_address_becomes_basic_authentication() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("x"))) {
      origin.fetch(Bodies.memory(URI.create("http://me:p%40ss@127.0.0.1:" + server.port() + "/")));
      assertThat(server.only().header("authorization")).isEqualTo("Basic bWU6cEBzcw==");
      assertThat(server.only().header("host")).isEqualTo("127.0.0.1:" + server.port());
    }
  }
}
