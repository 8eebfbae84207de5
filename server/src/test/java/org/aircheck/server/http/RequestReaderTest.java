package org.aircheck.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading of request heads, as they come in pieces. */
final class RequestReaderTest {
  private static Inbox inbox(String text) {
    final Inbox inbox = new Inbox();
    inbox.add(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    return inbox;
  }

  private static Incoming read(String text) throws BadRequestException {
    return inbox(text).next();
  }

  @Test
  void reads_the_headers_that_matter() throws BadRequestException {
    final Incoming request =
        read(
            "GET /a/b?c=%20d HTTP/1.1\r\nHost: x\r\nrange: bytes=1-2\r\nACCEPT-ENCODING: br, gzip\r\n"
                + "If-None-Match: \"e\"\r\nIf-Modified-Since: then\r\nIf-Range: \"r\"\r\n\r\n");
    assertThat(request.method()).isEqualTo(Incoming.Method.GET);
    assertThat(request.target()).isEqualTo("a/b?c=%20d");
    assertThat(request.keepAlive()).isTrue();
    assertThat(request.gzip()).isTrue();
    assertThat(request.range()).isEqualTo("bytes=1-2");
    assertThat(request.conditions()).isEqualTo(new Incoming.Conditions("\"e\"", "then", "\"r\""));
  }

  @Test
  void waits_until_the_head_is_complete_wherever_it_is_cut() throws BadRequestException {
    final String text =
        "GET /first HTTP/1.1\r\nHost: x\r\n\r\nHEAD /second HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int cut = 1; cut < text.length(); cut++) {
      final Inbox inbox = inbox(text.substring(0, cut));
      Incoming first = inbox.next();
      assertThat(first == null).as("cut at %d", cut).isEqualTo(cut < text.indexOf("HEAD"));
      inbox.add(Unpooled.copiedBuffer(text.substring(cut), StandardCharsets.ISO_8859_1));
      if (first == null) {
        first = inbox.next();
      }
      assertThat(first.target()).isEqualTo("first");
      assertThat(inbox.next().target()).isEqualTo("second");
      assertThat(inbox.isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1|Host: x|Connection: close, false",
    "GET / HTTP/1.1|Host: x, true",
    "GET / HTTP/1.0, false",
    "GET / HTTP/1.0|Connection: keep-alive, true",
    "GET / HTTP/1.1|Host: x|Content-Length: 5, false",
    "GET / HTTP/1.1|Host: x|Content-Length: 0, true",
    "POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked, false",
  })
  void a_body_or_the_client_ends_the_connection(String head, boolean keepAlive)
      throws BadRequestException {
    assertThat(read(head.replace("|", "\r\n") + "\r\n\r\n").keepAlive()).isEqualTo(keepAlive);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, 400",
    "GET /, 400",
    "GET / HTTP/2.0|Host: x, 505",
    "GET /a b HTTP/1.1|Host: x, 505",
    "GET /\u0001 HTTP/1.1|Host: x, 400",
    "GET / HTTP/1.1|Host: x|no colon, 400",
    "GET / HTTP/1.1|Host: x| folded: line, 400",
    "GET / HTTP/1.1|Host: x|Space : before, 400",
  })
  void refuses_what_could_be_understood_in_two_ways(String head, int status) {
    assertThatThrownBy(() -> read(head.replace("|", "\r\n") + "\r\n\r\n"))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void refuses_heads_without_end() {
    assertThatThrownBy(() -> read("GET /" + "x".repeat(17_000)))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.status()).isEqualTo(414));
    assertThatThrownBy(() -> read("GET / HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(200)))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.status()).isEqualTo(431));
    assertThatThrownBy(() -> read("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000)))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.status()).isEqualTo(431));
  }

  @Test
  void takes_the_path_out_of_an_absolute_target() throws BadRequestException {
    assertThat(read("GET http://host:80/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n").target())
        .isEqualTo("a/b?c");
    assertThat(read("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").target()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void arbitrary_bytes_are_read_or_refused_or_awaited(long seed) {
    final Random random = new Random(seed);
    final String alphabet = "GET /HTP1.\r\n: hostx\u0000\u00ff\t";
    for (int i = 0; i < 2000; i++) {
      final StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      final Inbox inbox = inbox(text.toString());
      try {
        final Incoming request = inbox.next();
        assertThat(request == null || inbox.size() < text.length()).as("seed %d", seed).isTrue();
      } catch (BadRequestException e) {
        assertThat(e.status()).isBetween(400, 505);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'gzip', true",
    "'br;q=1, gzip;q=0.5', true",
    "'gzip;q=0', false",
    "'gzip; q=0.0', false",
    "'br', false",
    "'', false",
  })
  void gzip_is_used_when_it_is_welcome(String header, boolean welcome) {
    assertThat(AcceptEncoding.gzip(header)).isEqualTo(welcome);
  }
}
