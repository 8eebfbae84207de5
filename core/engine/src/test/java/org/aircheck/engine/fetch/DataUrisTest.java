package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataUrisTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path root;

  private final Origin origin =
      new DataUris(
          ask -> {
            throw new IllegalStateException("asked the origin for " + ask.uri());
          },
          () -> NOW);

  private Exchange fetch(String uri) throws InterruptedException {
    return origin.fetch(Ask.whole(URI.create(uri), 1_000, Duration.ofSeconds(1)));
  }

  private static String text(Exchange exchange) {
    return new String(
        ((Received.InMemory) exchange.body().orElseThrow()).bytes(), StandardCharsets.ISO_8859_1);
  }

  /** Examples of RFC 2397, and what is seen beside them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data:,A%20brief%20note | A brief note | text/plain;charset=US-ASCII",
        "data:text/plain;base64,SGVsbG8= | Hello | text/plain",
        "DATA:text/plain;charset=UTF-8;base64,SGVsbG8 | Hello | text/plain;charset=UTF-8",
        "data:application/octet-stream;base64,%2B/8%3D | û\u00ff | application/octet-stream",
        "data:text/plain,1+1 | 1+1 | text/plain"
      })
  void what_an_address_holds_is_its_answer(String uri, String text, String type) throws Exception {
    final Exchange exchange = fetch(uri);
    assertThat(exchange.complete()).isTrue();
    assertThat(text(exchange)).isEqualTo(text);
    assertThat(exchange.headers()).containsEntry("content-type", type);
    assertThat(exchange.done()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource({"data:nothing", "data:;base64,!!*", "data:x;base64,A"})
  void what_can_not_be_read_is_an_error_of_the_exchange(String uri) throws Exception {
    final Exchange exchange = fetch(uri);
    assertThat(exchange.complete()).isFalse();
    assertThat(exchange.error()).contains("the data: address can't be read");
  }

  @Test
  void more_than_the_limit_is_an_error() throws Exception {
    assertThat(fetch("data:," + "a".repeat(1_001)).complete()).isFalse();
    assertThat(fetch("data:," + "a".repeat(1_000)).complete()).isTrue();
  }

  @Test
  void a_computed_section_goes_to_the_file_that_was_asked_for() throws Exception {
    final byte[] section = {0, 1, 2, (byte) 0xFF, 43};
    final Path file = root.resolve("section");
    final Ask ask =
        new Ask(
            Initialization.computed("video/mp4", section).uri(),
            Optional.of(new ByteRange(1, 100)),
            Optional.empty(),
            Optional.empty(),
            1_000,
            Duration.ofSeconds(1),
            Optional.of(file));
    assertThat(origin.fetch(ask).complete()).isTrue();
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 0xFF, 43);
  }
}
