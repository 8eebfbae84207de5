package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aircheck.spi.ByteRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of resources, and origins that answer with others. */
final class RangeTest {
  private static final byte[] WHOLE = Bodies.random(900_000);

  private final HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT);

  @TempDir Path folder;

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void a_part_is_asked_for_and_taken() throws Exception {
    try (RawServer server = partial("bytes 100-199/900000", Arrays.copyOfRange(WHOLE, 100, 200))) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 100, 100));
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.complete()).isTrue();
      assertThat(exchange.status()).hasValue(206);
      assertThat(exchange.headers()).containsEntry("content-range", "bytes 100-199/900000");
      assertThat(Bodies.bytes(exchange)).isEqualTo(Arrays.copyOfRange(WHOLE, 100, 200));
      assertThat(server.only().header("range")).isEqualTo("bytes=100-199");
      assertThat(server.only().header("accept-encoding")).isEqualTo("identity");
    }
  }

  @Test
  void the_part_is_cut_out_of_a_whole_and_the_rest_not_waited_for() throws Exception {
    final CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server =
        new RawServer((request, line) -> {
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n");
          line.write(WHOLE);
          line.awaitClose();
          closed.countDown();
        })) {
      final Ask ask =
          new Ask(
              server.uri("/"),
              Optional.of(new ByteRange(123_456, 400_000)),
              Optional.empty(),
              Optional.empty(),
              400_000,
              Bodies.PATIENCE,
              Optional.of(folder.resolve("s")));
      final Exchange exchange = origin.fetch(ask);
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.status()).hasValue(200);
      assertThat(exchange.complete()).isTrue();
      assertThat(folder.resolve("s")).hasBinaryContent(Arrays.copyOfRange(WHOLE, 123_456, 523_456));
      assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void the_connection_survives_a_part_cut_out_of_a_small_whole() throws Exception {
    final byte[] small = Arrays.copyOf(WHOLE, 10_000);
    try (RawServer server = new RawServer((request, line) -> line.ok(small))) {
      for (int i = 0; i < 3; i++) {
        final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 10, 20));
        assertThat(Bodies.bytes(exchange)).isEqualTo(Arrays.copyOfRange(small, 10, 30));
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_whole_that_ends_before_the_part_does_is_an_error() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok(Arrays.copyOf(WHOLE, 150)))) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 100, 100));
      assertThat(exchange.error()).hasValue("50 of the 100 bytes asked for were answered");
      assertThat(Bodies.bytes(exchange)).isEqualTo(Arrays.copyOfRange(WHOLE, 100, 150));
      assertThat(origin.fetch(Bodies.range(server.uri("/"), 500, 100)).error())
          .hasValue("0 of the 100 bytes asked for were answered");
    }
  }

  @Test
  void another_part_is_an_error_and_nothing_of_it_taken() throws Exception {
    try (RawServer server = partial("bytes 0-99/900000", Arrays.copyOf(WHOLE, 100))) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 100, 100));
      assertThat(exchange.error()).hasValue("bytes 0-99 were answered instead of 100-199");
      assertThat(exchange.body()).isEmpty();
    }
  }

  @Test
  void a_part_shorter_than_asked_for_is_an_error_and_is_kept() throws Exception {
    try (RawServer server = partial("bytes 100-149/150", Arrays.copyOfRange(WHOLE, 100, 150))) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 100, 100));
      assertThat(exchange.error()).hasValue("50 of the 100 bytes asked for were answered");
      assertThat(exchange.body().orElseThrow().length()).isEqualTo(50);
    }
  }

  @Test
  void parts_without_a_name_or_that_nobody_asked_for_are_errors() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, line) -> line.write("HTTP/1.1 206 Part\r\nContent-Length: 3\r\n\r\nabc"))) {
      assertThat(origin.fetch(Bodies.range(server.uri("/"), 0, 3)).error())
          .hasValue("a part was answered without saying which (no Content-Range)");
    }
    try (RawServer server = partial("bytes 0-2/9", new byte[3])) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/"))).error())
          .hasValue(
              "a part was answered (Content-Range: bytes 0-2/9) though the whole was asked for");
    }
  }

  @Test
  void an_error_page_is_kept_whole() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, line) -> line.write("HTTP/1.1 416 No\r\nContent-Length: 4\r\n\r\npast"))) {
      final Exchange exchange = origin.fetch(Bodies.range(server.uri("/"), 100, 100));
      assertThat(exchange.error()).isEmpty();
      assertThat(Bodies.text(exchange)).isEqualTo("past");
    }
  }

  private static RawServer partial(String contentRange, byte[] body) {
    return new RawServer((request, line) -> {
      line.write(
          "HTTP/1.1 206 Partial Content\r\nContent-Range: "
              + contentRange
              + "\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      line.write(body);
    });
  }
}
