package org.aircheck.engine.store;

import static org.aircheck.engine.store.Puts.SOURCE;
import static org.aircheck.engine.store.Puts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  @TempDir Path root;

  @Test
  void equal_media_is_one_file() throws Exception {
    final byte[] bytes = Puts.bytes(5_000, 1);
    try (SessionWriter writer = create()) {
      final long track = writer.track(Puts.TRACK);
      Puts.segment(writer, track, 1, bytes);
      Puts.segment(writer, track, 2, bytes);
      writer.commit();
      Puts.segment(writer, track, 3, bytes);
      final URI other = URI.create("https://origin.example/x.aac");
      writer.exchange(ExchangeKind.SEGMENT, NONE, 1, Puts.media(writer, other, T0, bytes), "aac");
      writer.finish(T0, "ended");
    }

    final Path only = root.resolve("s/media").resolve(Puts.sha256(bytes).substring(0, 2));
    assertThat(files(root.resolve("s/media")))
        .containsExactly(only.resolve(Puts.sha256(bytes) + ".ts"));
    try (SessionReader reader = new Sessions(root).read("s")) {
      final BodyRef body =
          reader.observations("https://origin.example/x.aac").getFirst().body().orElseThrow();
      assertThat(reader.file(body)).hasBinaryContent(bytes);
    }
    assertThat(new Sessions(root).verify("s").whole()).isTrue();
    assertThat(new Sessions(root).verify("s").strays()).isEmpty();
  }

  @Test
  void a_304_confirms_the_version_before_it() {
    final URI other = URI.create("https://origin.example/other.m3u8");
    try (SessionWriter writer = create()) {
      manifest(writer, Puts.manifest(SOURCE, T0, "one"));
      manifest(writer, Puts.manifest(other, T0, "other"));
      manifest(writer, Puts.notModified(SOURCE, T0.plusSeconds(1)));
      writer.commit();
      manifest(writer, Puts.manifest(SOURCE, T0.plusSeconds(2), "two"));
      manifest(
          writer,
          Puts.exchange(
              SOURCE, T0.plusSeconds(3), 503, Map.of(), Puts.manifest(SOURCE, T0, "busy").body()));
      manifest(writer, Puts.notModified(SOURCE, T0.plusSeconds(4)));
      writer.finish(T0, "ended");
    }

    assertThat(contents()).containsExactly("one", "one", "two", "busy", "two");
  }

  @Test
  void a_304_of_a_further_run_confirms_the_version_of_the_run_before() {
    try (SessionWriter writer = create()) {
      manifest(writer, Puts.manifest(SOURCE, T0, "one"));
      writer.finish(T0, "ended");
    }
    try (SessionWriter writer = new Sessions(root).resume("s", Puts.start())) {
      manifest(writer, Puts.notModified(SOURCE, T0.plusSeconds(1)));
      writer.finish(T0, "ended");
    }

    assertThat(contents()).containsExactly("one", "one");
  }

  @Test
  void a_poll_that_brings_nothing_new_takes_less_than_a_hundred_bytes() throws Exception {
    final int polls = 20_000;
    final long before;
    try (SessionWriter writer = create()) {
      manifest(writer, Puts.manifest(SOURCE, T0, "one"));
      writer.finish(T0, "ended");
      before = Files.size(root.resolve("s/session.db"));
    }
    try (SessionWriter writer = new Sessions(root).resume("s", Puts.start())) {
      for (int i = 0; i < polls; i++) {
        final var headers =
            Map.of("date", "Sun, 01 Mar 2026 12:00:00 GMT", "age", "" + i % 7, "etag", "\"a\"");
        manifest(writer, Puts.exchange(SOURCE, T0.plusSeconds(i), 304, headers, Optional.empty()));
      }
      writer.finish(T0, "ended");
    }

    final long each = (Files.size(root.resolve("s/session.db")) - before) / polls;
    assertThat(each).isLessThan(100);
  }

  private static void manifest(SessionWriter writer, Exchange exchange) {
    writer.exchange(ExchangeKind.MANIFEST, NONE, 1, exchange, "");
  }

  private List<String> contents() {
    try (SessionReader reader = new Sessions(root).read("s")) {
      return reader.observations(SOURCE.toString()).stream()
          .map(o -> new String(reader.content(o.body().orElseThrow()), StandardCharsets.UTF_8))
          .toList();
    }
  }

  private SessionWriter create() {
    return new Sessions(root).create("s", SOURCE, Puts.start());
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
