package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.spi.ByteRange;
import org.aircheck.testkit.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeOriginTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final LiveChannel CHANNEL = LiveChannel.of(Duration.ofSeconds(1), 5, 100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TestClock clock = new TestClock(START);

  @TempDir Path folder;

  @AfterEach
  void clear_the_interrupt() {
    Thread.interrupted();
  }

  @Test
  void serves_what_the_channel_has_at_the_clocks_instant() throws InterruptedException {
    final FakeOrigin origin = origin();
    final URI segment = origin.uri("/v0/seg3.ts");
    assertThat(fetch(origin, segment).status()).hasValue(404);
    clock.advance(Duration.ofSeconds(3));
    final Exchange exchange = fetch(origin, segment);
    assertThat(exchange.complete()).isTrue();
    assertThat(bytes(exchange)).isEqualTo(origin.model().bytesOf("v0", 0, 3));
    assertThat(exchange.headers()).containsEntry("content-type", "video/mp2t");
    assertThat(exchange.headers()).containsEntry("date", "Sun, 01 Mar 2026 12:00:03 GMT");
    assertThat(Exchange.KEPT).containsAll(exchange.headers().keySet());
    assertThat(origin.requests()).extracting(Seen::status).containsExactly(404, 200);
  }

  @Test
  void latencies_show_in_the_instants_and_are_not_waited_for() throws InterruptedException {
    final Latency latency = new Latency(Duration.ofMillis(40), Duration.ofMillis(200));
    final FakeOrigin origin = new FakeOrigin(CHANNEL, List.of(), clock, latency);
    final Exchange exchange = fetch(origin, origin.uri());
    assertThat(exchange.sent()).isEqualTo(START);
    assertThat(exchange.answered()).contains(START.plusMillis(40));
    assertThat(exchange.done()).isEqualTo(START.plusMillis(240));
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void a_known_version_is_not_sent_again() throws InterruptedException {
    final FakeOrigin origin = origin();
    final URI playlist = origin.uri("/v0/index.m3u8");
    final Optional<String> etag =
        Optional.ofNullable(fetch(origin, playlist).headers().get("etag"));
    assertThat(etag).isPresent();
    final Exchange same = origin.fetch(ask(playlist, Optional.empty(), etag, Optional.empty()));
    assertThat(same.notModified()).isTrue();
    assertThat(same.body()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    final Exchange next = origin.fetch(ask(playlist, Optional.empty(), etag, Optional.empty()));
    assertThat(next.complete()).isTrue();
  }

  @Test
  void a_body_goes_into_the_file_that_is_asked_for() throws InterruptedException {
    final FakeOrigin origin = origin();
    final Path file = folder.resolve("body");
    final Ask ask =
        ask(origin.uri("/v0/seg0.ts"), Optional.empty(), Optional.empty(), Optional.of(file));
    final byte[] expected = origin.model().bytesOf("v0", 0, 0);
    final Received body = origin.fetch(ask).body().orElseThrow();
    assertThat(body).isInstanceOf(Received.OnDisk.class);
    assertThat(body.length()).isEqualTo(expected.length);
    assertThat(body.sha256()).hasSize(64);
    assertThat(file).hasBinaryContent(expected);
    assertThatThrownBy(() -> origin.fetch(ask)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_part_is_a_206() throws InterruptedException {
    final FakeOrigin origin = origin();
    final Optional<ByteRange> range = Optional.of(new ByteRange(188, 376));
    final Exchange exchange =
        origin.fetch(ask(origin.uri("/v0/seg0.ts"), range, Optional.empty(), Optional.empty()));
    assertThat(exchange.status()).hasValue(206);
    assertThat(bytes(exchange)).hasSize(376).startsWith(0x47);
    assertThat(exchange.headers().get("content-range")).startsWith("bytes 188-563/");
  }

  @Test
  void redirects_are_followed_and_kept() throws InterruptedException {
    final FakeOrigin origin = origin(Faults.redirect(307, "cdn.test", Scope.SEGMENTS));
    final URI asked = origin.uri("/v0/seg0.ts");
    final Exchange exchange = fetch(origin, asked);
    assertThat(exchange.redirects()).containsExactly(new Exchange.Hop(asked, 307));
    assertThat(exchange.uri()).isEqualTo(URI.create("http://cdn.test/v0/seg0.ts"));
    assertThat(exchange.complete()).isTrue();
  }

  @Test
  void a_cut_body_is_a_part_and_an_error() throws InterruptedException {
    final FakeOrigin origin = origin(Faults.cut(1, Share.ALL));
    final Exchange exchange = fetch(origin, origin.uri("/v0/seg0.ts"));
    final int length = origin.model().bytesOf("v0", 0, 0).length;
    assertThat(exchange.complete()).isFalse();
    assertThat(exchange.error()).isPresent();
    assertThat(bytes(exchange)).hasSize(length / 2);
    assertThat(exchange.headers()).containsEntry("content-length", Integer.toString(length));
    assertThat(fetch(origin, origin.uri("/v0/seg0.ts")).complete()).isTrue();
  }

  @Test
  void a_stall_beyond_patience_is_an_error_after_that_time() throws InterruptedException {
    final FakeOrigin origin = origin(Faults.stall(Duration.ofSeconds(30), 1, Share.ALL));
    final Exchange exchange = fetch(origin, origin.uri("/v0/seg0.ts"));
    assertThat(exchange.error()).isPresent();
    assertThat(exchange.done()).isEqualTo(START.plus(PATIENCE));
  }

  @Test
  void no_answer_is_an_exchange_without_status() throws InterruptedException {
    final FakeOrigin origin = origin(Faults.hangup(1, Share.ALL, Scope.EVERYTHING));
    final Exchange exchange = fetch(origin, origin.uri());
    assertThat(exchange.status()).isEmpty();
    assertThat(exchange.answered()).isEmpty();
    assertThat(exchange.error()).isPresent();
    assertThat(fetch(origin, URI.create("file:///etc/passwd")).error()).isPresent();
  }

  @Test
  void a_body_beyond_the_limit_is_cut_off() throws InterruptedException {
    final FakeOrigin origin = origin();
    final Exchange exchange = origin.fetch(Ask.whole(origin.uri("/v0/seg0.ts"), 1000, PATIENCE));
    assertThat(exchange.error()).isPresent();
    assertThat(bytes(exchange)).hasSize(1000);
  }

  @Test
  void an_interrupted_thread_gives_up() {
    final FakeOrigin origin = origin();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> fetch(origin, origin.uri())).isInstanceOf(InterruptedException.class);
  }

  private FakeOrigin origin(Fault... faults) {
    return new FakeOrigin(CHANNEL, List.of(faults), clock, Latency.NONE);
  }

  private static Exchange fetch(FakeOrigin origin, URI uri) throws InterruptedException {
    return origin.fetch(Ask.whole(uri, 1_000_000, PATIENCE));
  }

  private static Ask ask(
      URI uri, Optional<ByteRange> range, Optional<String> etag, Optional<Path> into) {
    return new Ask(uri, range, etag, Optional.empty(), 1_000_000, PATIENCE, into);
  }

  private static byte[] bytes(Exchange exchange) {
    return ((Received.InMemory) exchange.body().orElseThrow()).bytes();
  }
}
