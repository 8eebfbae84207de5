package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.aircheck.engine.time.Pacer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rate limit, on a clock that only the limit's own waiting moves. */
final class RateLimitTest {
  private static final Instant START = Instant.parse("2025-07-01T10:00:00Z");

  @TempDir Path folder;

  @Test
  void all_transfers_together_take_as_long_as_the_rate_demands() throws Exception {
    final WaitedClock time = new WaitedClock();
    final byte[] body = Bodies.random(1_000_000);
    try (RawServer server = new RawServer((request, line) -> line.ok(body));
        HttpOrigin origin = new HttpOrigin(limited(500_000), time, time)) {
      for (int i = 0; i < 5; i++) {
        final Exchange exchange =
            origin.fetch(Bodies.file(server.uri("/"), folder.resolve("s" + i)));
        assertThat(exchange.error()).isEmpty();
        assertThat(folder.resolve("s" + i)).hasBinaryContent(body);
      }
      // 5 MB at 0.5 MB/s, less the quarter of a second that the bucket held at first.
      assertThat(Duration.between(START, time.instant()))
          .isBetween(Duration.ofMillis(9_700), Duration.ofMillis(9_800));
    }
  }

  @Test
  void waiting_for_the_rate_does_not_use_up_patience() throws Exception {
    final WaitedClock time = new WaitedClock();
    try (RawServer server = new RawServer((request, line) -> line.ok(Bodies.random(400_000)));
        HttpOrigin origin = new HttpOrigin(limited(1_000), time, time)) {
      final Exchange exchange =
          origin.fetch(Ask.whole(server.uri("/"), 1_000_000, Duration.ofSeconds(2)));
      assertThat(exchange.error()).isEmpty();
      assertThat(exchange.body().orElseThrow().length()).isEqualTo(400_000);
      assertThat(Duration.between(exchange.sent(), exchange.done()))
          .isGreaterThan(Duration.ofSeconds(390));
    }
  }

  @Test
  void without_a_limit_nothing_waits() throws Exception {
    final WaitedClock time = new WaitedClock();
    try (RawServer server = new RawServer((request, line) -> line.ok(Bodies.random(400_000)));
        HttpOrigin origin = new HttpOrigin(HttpOptions.DEFAULT, time, time)) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/"))).error()).isEmpty();
      assertThat(time.instant()).isEqualTo(START);
    }
  }

  private static HttpOptions limited(long rate) {
    return new HttpOptions(
        List.of(),
        "x",
        Optional.empty(),
        Optional.empty(),
        false,
        4,
        OptionalLong.of(rate),
        Duration.ofSeconds(5));
  }

  /** Stands still, but for sleepers, who are there at once. */
  private static final class WaitedClock implements InstantSource, Pacer {
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public void sleepUntil(Instant instant) {
      now.accumulateAndGet(instant, (a, b) -> a.isAfter(b) ? a : b);
    }

    @Override
    public <T> Optional<T> poll(BlockingQueue<T> mailbox, Instant deadline)
        throws InterruptedException {
      return Optional.of(mailbox.poll(20, TimeUnit.SECONDS));
    }
  }
}
