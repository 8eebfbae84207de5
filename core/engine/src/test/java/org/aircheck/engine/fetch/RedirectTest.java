package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redirects: followed, recorded, bounded. */
final class RedirectTest {
  private final HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT);

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void every_hop_is_recorded_and_the_last_address_is_the_exchanges() throws Exception {
    try (RawServer cdn = new RawServer((request, line) -> line.ok("here"));
        RawServer server =
            new RawServer((request, line) -> {
              switch (request.target()) {
                case "/a/b?q" -> line.redirect(302, "c");
                case "/a/c" -> line.redirect(307, "/d#fragment");
                default -> line.redirect(308, "//127.0.0.1:" + cdn.port() + "/e?t=1");
              }
            })) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/a/b?q"), 0, 4));
      assertThat(exchange.error()).isEmpty();
      assertThat(Bodies.text(exchange)).isEqualTo("here");
      assertThat(exchange.redirects())
          .containsExactly(
              new Exchange.Hop(server.uri("/a/b?q"), 302),
              new Exchange.Hop(server.uri("/a/c"), 307),
              new Exchange.Hop(server.uri("/d"), 308));
      assertThat(exchange.uri()).isEqualTo(cdn.uri("/e?t=1"));
      assertThat(exchange.status()).hasValue(200);
      assertThat(exchange.headers()).doesNotContainKey("location");
      assertThat(cdn.only().header("range")).isEqualTo("bytes=0-3");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_redirect_to_another_scheme_is_refused_and_is_the_last_answer() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> line.redirect(302, "file:///etc/passwd"))) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(exchange.error())
          .hasValue("redirected to file:///etc/passwd, which is not an http or https address");
      assertThat(exchange.status()).hasValue(302);
      assertThat(exchange.headers()).containsEntry("location", "file:///etc/passwd");
      assertThat(exchange.uri()).isEqualTo(server.uri("/"));
      assertThat(exchange.redirects()).isEmpty();
      assertThat(exchange.body()).isEmpty();
    }
  }

  @Test
  void ten_redirects_are_followed_and_no_more() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          final int left = Integer.parseInt(request.target().substring(1));
          if (left == 0) {
            line.ok("at last");
          } else {
            line.redirect(301, "/" + (left - 1));
          }
        })) {
      final Exchange ten = origin.fetch(Bodies.memory(server.uri("/10")));
      assertThat(Bodies.text(ten)).isEqualTo("at last");
      assertThat(ten.redirects()).hasSize(10);
      final Exchange eleven = origin.fetch(Bodies.memory(server.uri("/11")));
      assertThat(eleven.error()).hasValue("redirected more than 10 times");
      assertThat(eleven.redirects()).hasSize(10);
      assertThat(eleven.status()).hasValue(301);
    }
  }

  @Test
  void a_loop_is_noticed() throws Exception {
    try (RawServer server =
        new RawServer((request, line) ->
            line.redirect(302, request.target().equals("/a") ? "/b?t=1" : "/a"))) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/a")));
      assertThat(exchange.error())
          .hasValue("redirected in a loop, again to http://127.0.0.1:" + server.port() + "/a");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void a_redirect_to_itself_that_sets_a_cookie_is_followed() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          if (request.header("cookie").isEmpty()) {
            line.redirect(302, "/", "Set-Cookie: seen=1");
          } else {
            line.ok("welcome");
          }
        })) {
      assertThat(Bodies.text(origin.fetch(Bodies.memory(server.uri("/"))))).isEqualTo("welcome");
    }
  }

  @Test
  void a_redirect_without_an_address_is_an_answer_like_others() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, line) -> line.write("HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\n??"))) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(exchange.status()).hasValue(302);
      assertThat(exchange.error()).isEmpty();
      assertThat(Bodies.text(exchange)).isEqualTo("??");
    }
  }

  @Test
  void when_the_host_redirected_to_is_away_there_is_no_status() throws Exception {
    final int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = gone.getLocalPort();
    }
    try (RawServer server =
        new RawServer((request, line) -> line.redirect(302, "http://127.0.0.1:" + port + "/"))) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(exchange.error()).hasValue("connection refused by 127.0.0.1:" + port);
      assertThat(exchange.status()).isEmpty();
      assertThat(exchange.answered()).isEmpty();
      assertThat(exchange.redirects()).isEqualTo(List.of(new Exchange.Hop(server.uri("/"), 302)));
    }
  }
}
