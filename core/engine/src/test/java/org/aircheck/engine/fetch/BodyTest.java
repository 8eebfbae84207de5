package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies: into memory, onto disk, coded, too large and cut off. */
final class BodyTest {
  private final HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT);

  @TempDir Path folder;

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void a_large_body_is_streamed_to_its_file_and_hashed() throws Exception {
    final byte[] body = Bodies.random(5_000_000);
    try (RawServer server = new RawServer((request, line) -> line.ok(body))) {
      final Exchange exchange = origin.fetch(Bodies.file(server.uri("/s.ts"), folder.resolve("s")));
      assertThat(exchange.complete()).isTrue();
      assertThat(exchange.body())
          .hasValue(new Received.OnDisk(folder.resolve("s"), body.length, Bodies.sha256(body)));
      assertThat(folder.resolve("s")).hasBinaryContent(body);
      assertThat(server.only().header("accept-encoding")).isEqualTo("identity");
    }
  }

  @Test
  void what_was_received_before_the_connection_broke_is_kept() throws Exception {
    final byte[] half = Bodies.random(300_000);
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 600000\r\n\r\n");
          line.write(half);
          line.close();
        })) {
      final Exchange exchange = origin.fetch(Bodies.file(server.uri("/"), folder.resolve("s")));
      assertThat(exchange.error()).hasValue("cut off after 300000 of 600000 bytes");
      assertThat(exchange.complete()).isFalse();
      assertThat(exchange.status()).hasValue(200);
      assertThat(Bodies.disk(exchange).length()).isEqualTo(300_000);
      assertThat(Bodies.disk(exchange).sha256()).isEqualTo(Bodies.sha256(half));
      assertThat(folder.resolve("s")).hasBinaryContent(half);

      final Exchange inMemory = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(inMemory.error()).hasValue("cut off after 300000 of 600000 bytes");
      assertThat(Bodies.bytes(inMemory)).isEqualTo(half);
    }
  }

  @Test
  void a_chunked_body_without_its_end_is_cut_off() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
          line.close();
        })) {
      final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
      assertThat(exchange.error()).hasValue("cut off after 3 bytes");
      assertThat(Bodies.text(exchange)).isEqualTo("abc");
    }
  }

  @Test
  void nothing_received_leaves_no_file() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write(
              "HTTP/1.1 200 OK\r\nContent-Length: " + request.target().substring(1) + "\r\n\r\n");
          line.close();
        })) {
      for (int length : new int[] {0, 1000}) {
        final Exchange exchange =
            origin.fetch(Bodies.file(server.uri("/" + length), folder.resolve("s")));
        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.complete()).isFalse();
        assertThat(exchange.error().isPresent()).isEqualTo(length > 0);
        assertThat(folder).isEmptyDirectory();
      }
    }
  }

  @Test
  void a_body_that_dries_up_is_given_up_when_patience_ends_and_its_connection_closed()
      throws Exception {
    final CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\nabc");
          line.awaitClose();
          closed.countDown();
        })) {
      final Exchange exchange = origin.fetch(Bodies.impatient(server.uri("/")));
      assertThat(exchange.error())
          .hasValue("cut off after 3 of 600 bytes: nothing more came for 0.3 s");
      assertThat(Bodies.text(exchange)).isEqualTo("abc");
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_slow_body_that_keeps_coming_is_waited_for() throws Exception {
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
          for (int i = 0; i < 10; i++) {
            Thread.sleep(100);
            line.write("x");
          }
        })) {
      assertThat(Bodies.text(origin.fetch(Bodies.impatient(server.uri("/")))))
          .isEqualTo("xxxxxxxxxx");
    }
  }

  @Test
  void a_body_beyond_the_limit_is_cut_off_there() throws Exception {
    final byte[] body = Bodies.random(100_000);
    try (RawServer server = new RawServer((request, line) -> line.ok(body))) {
      final Exchange memory = origin.fetch(Ask.whole(server.uri("/"), 1000, Bodies.PATIENCE));
      assertThat(memory.error()).hasValue("larger than the limit of 1000 bytes");
      assertThat(Bodies.bytes(memory)).isEqualTo(Arrays.copyOf(body, 1000));
      assertThat(origin.fetch(Ask.whole(server.uri("/"), 100_000, Bodies.PATIENCE)).error())
          .isEmpty();
    }
  }

  @Test
  void a_manifest_is_asked_for_and_decoded_as_gzip_and_its_header_kept() throws Exception {
    final String text = "#EXTM3U\n".repeat(1000);
    final byte[] coded = Bodies.gzip(text.getBytes(StandardCharsets.UTF_8));
    try (RawServer server =
        new RawServer((request, line) -> line.ok(coded, "Content-Encoding: gzip"))) {
      for (int i = 0; i < 3; i++) {
        final Exchange exchange = origin.fetch(Bodies.memory(server.uri("/")));
        assertThat(exchange.error()).isEmpty();
        assertThat(Bodies.text(exchange)).isEqualTo(text);
        assertThat(exchange.headers())
            .containsEntry("content-encoding", "gzip")
            .containsEntry("content-length", "" + coded.length);
      }
      assertThat(server.requests())
          .allMatch(request -> request.header("accept-encoding").equals("gzip"));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void media_sent_as_gzip_all_the_same_is_decoded() throws Exception {
    final byte[] body = Bodies.random(200_000);
    final byte[] coded = Bodies.gzip(body);
    try (RawServer server =
        new RawServer((request, line) -> line.ok(coded, "Content-Encoding: x-gzip"))) {
      final Exchange exchange = origin.fetch(Bodies.file(server.uri("/"), folder.resolve("s")));
      assertThat(exchange.error()).isEmpty();
      assertThat(Bodies.disk(exchange).sha256()).isEqualTo(Bodies.sha256(body));
      assertThat(folder.resolve("s")).hasBinaryContent(body);
    }
  }

  @Test
  void a_gzip_bomb_is_stopped_at_the_limit() throws Exception {
    final byte[] bomb = Bodies.gzip(new byte[200_000_000]);
    try (RawServer server =
        new RawServer((request, line) -> line.ok(bomb, "Content-Encoding: gzip"))) {
      final Exchange exchange =
          origin.fetch(Ask.whole(server.uri("/"), 1_000_000, Bodies.PATIENCE));
      assertThat(bomb.length).isLessThan(1_000_000);
      assertThat(exchange.error()).hasValue("larger than the limit of 1000000 bytes");
      assertThat(exchange.body().orElseThrow().length()).isEqualTo(1_000_000);
    }
  }

  @Test
  void damaged_cut_off_and_unknown_codings_are_errors() throws Exception {
    final byte[] coded = Bodies.gzip(Bodies.random(50_000));
    final byte[] damaged = coded.clone();
    Arrays.fill(damaged, 20_000, 30_000, (byte) 0);
    try (RawServer server =
        new RawServer((request, line) -> {
          switch (request.target()) {
            case "/damaged" -> line.ok(damaged, "Content-Encoding: gzip");
            case "/html" -> line.ok("<html>no gzip at all</html>", "Content-Encoding: gzip");
            case "/empty" -> line.ok("", "Content-Encoding: gzip");
            case "/br" -> line.ok("??", "Content-Encoding: br");
            default -> {
              line.write(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99999\r\n\r\n");
              line.write(coded);
              line.close();
            }
          }
        })) {
      assertThat(error(server, "/damaged")).hasValue("the body's gzip coding is damaged");
      assertThat(error(server, "/html")).hasValue("the body's gzip coding is damaged");
      assertThat(error(server, "/empty")).isEmpty();
      assertThat(error(server, "/br")).hasValue("the body is coded as br, not asked for");
      final int half = coded.length;
      assertThat(error(server, "/cut")).hasValue("cut off after " + half + " of 99999 bytes");
    }
  }

  @Test
  void a_file_that_exists_is_a_local_failure_and_is_left_alone() throws Exception {
    final Path file = Files.writeString(folder.resolve("s"), "mine");
    try (RawServer server = new RawServer((request, line) -> line.ok("theirs"))) {
      assertThatThrownBy(() -> origin.fetch(Bodies.file(server.uri("/"), file)))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(file).hasContent("mine");
      assertThatThrownBy(
              () -> origin.fetch(Bodies.file(server.uri("/"), folder.resolve("no/folder"))))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void an_interrupted_fetch_throws_closes_its_connection_and_leaves_no_file() throws Exception {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 6000000\r\n\r\n");
          line.write(new byte[500_000]);
          begun.countDown();
          line.awaitClose();
          closed.countDown();
        })) {
      final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      final Path file = folder.resolve("s");
      final URI uri = server.uri("/");
      final Thread thread =
          Thread.startVirtualThread(() -> {
            try {
              thrown.completeExceptionally(
                  new AssertionError(origin.fetch(Bodies.file(uri, file)).toString()));
            } catch (InterruptedException e) {
              thrown.complete(e);
            }
          });
      assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void an_error_page_for_a_file_goes_into_the_file() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, line) -> line.write("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"))) {
      final Ask ask =
          new Ask(
              server.uri("/"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              100,
              Duration.ofSeconds(5),
              Optional.of(folder.resolve("s")));
      final Exchange exchange = origin.fetch(ask);
      assertThat(exchange.status()).hasValue(503);
      assertThat(folder.resolve("s")).hasContent("busy");
    }
  }

  private Optional<String> error(RawServer server, String target) throws InterruptedException {
    return origin.fetch(Bodies.memory(server.uri(target))).error();
  }
}
