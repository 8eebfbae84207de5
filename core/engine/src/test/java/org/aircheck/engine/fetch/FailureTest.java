package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong before an answer is there becomes one sentence of the exchange. */
final class FailureTest {
  private final HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT);

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void a_closed_port_refuses() throws Exception {
    final int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = gone.getLocalPort();
    }
    final Exchange exchange =
        origin.fetch(Bodies.memory(URI.create("http://127.0.0.1:" + port + "/x?secret")));
    assertThat(exchange.error()).hasValue("connection refused by 127.0.0.1:" + port);
    assertThat(exchange.status()).isEmpty();
    assertThat(exchange.answered()).isEmpty();
    assertThat(exchange.headers()).isEmpty();
    assertThat(exchange.body()).isEmpty();
    assertThat(exchange.done()).isAfterOrEqualTo(exchange.sent());
  }

  @Test
  void a_name_that_nobody_has_is_told() throws Exception {
    assertThat(error("http://nobody.has.this.name.invalid:8080/"))
        .isEqualTo("no such host nobody.has.this.name.invalid");
  }

  @Test
  void other_schemes_are_refused_without_a_request() throws Exception {
    assertThat(error("file:///etc/passwd"))
        .isEqualTo("file:///etc/passwd is not an http or https address");
    assertThat(error("ftp://127.0.0.1/x?token=1"))
        .isEqualTo("ftp://127.0.0.1/x?… is not an http or https address");
    assertThat(error("data:text/plain,abc")).isEqualTo("data:… is not an http or https address");
    assertThat(error("relative/path")).contains("is not an http or https address");
    assertThat(error("http:///no/host")).contains("is not an http or https address");
  }

  @Test
  void addresses_that_nothing_can_be_asked_at_are_errors_and_not_exceptions() throws Exception {
    for (String address :
        List.of("http://:80/", "http://127.0.0.1:99999/", "http://a_b:x/", "http://-/")) {
      assertThat(error(address)).isNotEmpty();
    }
  }

  @Test
  void a_silent_origin_is_given_up_when_patience_ends() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.awaitClose())) {
      final Exchange exchange = origin.fetch(Bodies.impatient(server.uri("/")));
      assertThat(exchange.error()).hasValue("timed out after 0.3 s waiting for the answer");
      assertThat(exchange.answered()).isEmpty();
      assertThat(Duration.between(exchange.sent(), exchange.done()))
          .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
    }
  }

  @Test
  void waiting_for_a_free_connection_ends_with_patience_too() throws Exception {
    final HttpOptions one =
        new HttpOptions(
            List.of(),
            "x",
            HttpOptions.DEFAULT.cookies(),
            HttpOptions.DEFAULT.proxy(),
            false,
            1,
            HttpOptions.DEFAULT.limitRate(),
            Duration.ofSeconds(1));
    try (RawServer server = new RawServer((request, line) -> line.awaitClose());
        HttpOrigin narrow = Bodies.origin(one)) {
      final Thread first = Thread.startVirtualThread(() -> quietly(narrow, server.uri("/first")));
      final long deadline = System.nanoTime() + 5_000_000_000L;
      while (server.requests().isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(narrow.fetch(Bodies.impatient(server.uri("/second"))).error())
          .hasValue("timed out after 0.3 s connecting to 127.0.0.1:" + server.port());
      assertThat(server.only().target()).isEqualTo("/first");
      first.interrupt();
    }
  }

  @Test
  void a_connection_closed_or_reset_without_an_answer_is_asked_only_once() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          if (request.target().equals("/reset")) {
            line.reset();
          } else {
            line.close();
          }
        })) {
      final String sentence =
          "127.0.0.1:" + server.port() + " closed the connection without an answer";
      assertThat(error(server.uri("/close").toString())).isEqualTo(sentence);
      assertThat(error(server.uri("/reset").toString())).isEqualTo(sentence);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void a_kept_connection_that_the_origin_closed_meanwhile_is_replaced_once() throws Exception {
    final AtomicInteger answers = new AtomicInteger();
    try (RawServer server =
        new RawServer((request, line) -> {
          // The second request of every connection finds it closed, as if it had been idle for too
          // long.
          if (answers.getAndIncrement() % 2 == 0) {
            line.ok("x");
          } else {
            line.reset();
          }
        })) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/1"))).complete()).isTrue();
      assertThat(origin.fetch(Bodies.memory(server.uri("/2"))).complete()).isTrue();
      assertThat(server.requests().stream().map(RawServer.Request::target))
          .containsExactly("/1", "/2", "/2");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_origin_that_closes_every_connection_is_not_asked_a_third_time() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          if (request.target().equals("/1")) {
            line.ok("x");
          } else {
            line.close();
          }
        })) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/1"))).complete()).isTrue();
      assertThat(error(server.uri("/2").toString()))
          .endsWith("closed the connection without an answer");
      assertThat(server.requests().stream().map(RawServer.Request::target))
          .containsExactly("/1", "/2", "/2");
    }
  }

  @Test
  void an_answer_that_is_no_http_is_told_so_in_one_line() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("SSH-2.0-OpenSSH_9.2\r\nwhat do you want?\r\n\r\n");
          line.close();
        })) {
      assertThat(error(server.uri("/").toString()))
          .contains("127.0.0.1:" + server.port())
          .doesNotContain("\n");
    }
  }

  @Test
  void a_head_without_end_is_refused() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\n");
          for (int i = 0; i < 20_000; i++) {
            line.write("X-" + i + ": aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
          }
        })) {
      assertThat(error(server.uri("/").toString())).contains("127.0.0.1:" + server.port());
    }
  }

  private static void quietly(Origin origin, URI uri) {
    try {
      origin.fetch(Bodies.memory(uri));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String error(String uri) throws InterruptedException {
    final String error = origin.fetch(Bodies.memory(URI.create(uri))).error().orElse("");
    assertThat(error).doesNotContain("\n");
    return error;
  }
}
