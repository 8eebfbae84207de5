package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.testkit.TestClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario can be survived whole, by a client that does nothing but ask for what it lacks. */
class ScenarioTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final TestClock clock = new TestClock(START);
  private final Set<ByteBuffer> kept = new TreeSet<>();
  private int failures;

  static List<Scenario> scenarios() {
    return Scenario.all().stream()
        .flatMap(s -> List.of(s, s.withSegment(Duration.ofMillis(250))).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void a_stubborn_client_keeps_all_eighty(Scenario scenario) throws InterruptedException {
    final FakeOrigin origin = new FakeOrigin(scenario, clock);
    final Duration segment = scenario.channel().segment();
    final Instant end = START.plus(segment.multipliedBy(81));
    String last = "";
    while (clock.instant().isBefore(end)) {
      final Exchange playlist = fetch(origin, origin.uri("/v0/index.m3u8"));
      if (playlist.complete()) {
        last = new String(bytes(playlist), StandardCharsets.UTF_8);
        for (String name : last.lines().filter(line -> !line.startsWith("#")).toList()) {
          keep(fetch(origin, origin.uri("/v0/" + name)));
        }
      }
      clock.advance(segment.dividedBy(2));
    }
    assertThat(last).endsWith("#EXT-X-ENDLIST\n");
    assertThat(kept).hasSize(80);
    assertThat(failures > 0).isEqualTo(!scenario.faults().isEmpty());
  }

  private void keep(Exchange segment) {
    if (segment.complete()) {
      kept.add(ByteBuffer.wrap(bytes(segment)));
    }
  }

  private Exchange fetch(FakeOrigin origin, URI uri) throws InterruptedException {
    final Exchange exchange = origin.fetch(Ask.whole(uri, 1_000_000, Duration.ofSeconds(5)));
    if (!exchange.complete()) {
      failures++;
    }
    return exchange;
  }

  private static byte[] bytes(Exchange exchange) {
    return ((Received.InMemory) exchange.body().orElseThrow()).bytes();
  }
}
