package org.aircheck.engine.record;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.spi.ClockSource;

/**
 * The origin's clock, read where the manifest says (ISO/IEC 23009-1 section 5.8.4.11), else from
 * the Date header of the manifest itself. What was read stays in the session as an exchange like
 * any other. Used by the recorder's thread.
 */
final class OriginClock {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LARGEST = 64 << 10;

  /** Clocks drift by less than a tenth of a second in this time. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  /**
   * A Date header counts whole seconds, and caches repeat old ones: less than this proves nothing.
   */
  private static final Duration NOTABLE = Duration.ofSeconds(2);

  private final Desk desk;
  private final Executor executor;
  private final Runnable changed;
  private Duration offset = Duration.ZERO;
  private List<ClockSource> sources = List.of();
  private Instant learnt = Instant.MIN;
  private boolean asking;

  /**
   * A clock that goes like ours until something else is learnt.
   *
   * @param changed told when the difference to our clock has changed notably
   */
  OriginClock(Desk desk, Executor executor, Runnable changed) {
    this.desk = desk;
    this.executor = executor;
    this.changed = changed;
  }

  /** The time on the origin's clock. */
  Instant now() {
    return desk.now().plus(offset);
  }

  /** The instant on our clock at which the origin's shows a time. */
  Instant ours(Instant theirs) {
    return theirs.minus(offset);
  }

  /** Takes in where a manifest has the time told. */
  void learn(List<ClockSource> told, Exchange manifest) {
    if (told.isEmpty()) {
      heed(manifest);
      return;
    }
    final boolean due = learnt.equals(Instant.MIN) || desk.now().isAfter(learnt.plus(GOOD_FOR));
    if (!asking && (due || !told.equals(sources))) {
      sources = told;
      ask(0, manifest);
    }
  }

  /** A Date header that is far from our clock, of an answer that no cache has kept. */
  private void heed(Exchange manifest) {
    if (manifest.headers().containsKey("age") || manifest.answered().isEmpty()) {
      return;
    }
    date(manifest)
        .map(date -> Duration.between(manifest.answered().get(), date.plusMillis(500)))
        .filter(difference -> difference.abs().compareTo(NOTABLE) > 0)
        .ifPresent(this::set);
  }

  private void ask(int source, Exchange manifest) {
    if (source >= sources.size()) {
      asking = false;
      learnt = desk.now(); // nobody tells it now: tried again later
      return;
    }
    final ClockSource from = sources.get(source);
    if (from.method() == ClockSource.Method.DIRECT) {
      final Instant at = manifest.answered().orElse(manifest.done());
      answered(source, manifest, parse(from.value()).map(time -> Duration.between(at, time)));
      return;
    }
    asking = true;
    final Optional<Ask> ask = address(from).map(OriginClock::ask);
    if (ask.isEmpty()) {
      ask(source + 1, manifest);
      return;
    }
    executor.execute(() -> {
      try {
        final Exchange exchange = desk.origin().fetch(ask.get());
        desk.post(() -> {
          desk.writer().exchange(ExchangeKind.CLOCK, OptionalLong.empty(), 1, exchange, "");
          answered(source, manifest, difference(from, exchange));
        });
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void answered(int source, Exchange manifest, Optional<Duration> difference) {
    if (difference.isEmpty()) {
      ask(source + 1, manifest);
      return;
    }
    asking = false;
    learnt = desk.now();
    set(difference.get());
  }

  private void set(Duration difference) {
    final boolean notable = difference.minus(offset).abs().compareTo(Duration.ofMillis(100)) > 0;
    offset = difference;
    if (notable) {
      changed.run();
    }
  }

  private static Optional<URI> address(ClockSource source) {
    try {
      return Optional.of(URI.create(source.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Ask ask(URI uri) {
    return new Ask(
        uri,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        LARGEST,
        PATIENCE,
        Optional.empty());
  }

  /** How far the origin's clock is ahead of ours; half of the way there and back is taken off. */
  private static Optional<Duration> difference(ClockSource source, Exchange exchange) {
    if (exchange.answered().isEmpty()) {
      return Optional.empty();
    }
    final Duration way = Duration.between(exchange.sent(), exchange.answered().get());
    final Instant middle = exchange.sent().plus(way.dividedBy(2));
    final Optional<Instant> told =
        switch (source.method()) {
          case HTTP_HEAD -> date(exchange).map(d -> d.plusMillis(500));
          case HTTP_ISO -> exchange.complete() ? parse(text(exchange)) : Optional.empty();
          case DIRECT -> throw new IllegalStateException("nothing to ask");
        };
    return told.map(time -> Duration.between(middle, time));
  }

  private static Optional<Instant> date(Exchange exchange) {
    try {
      return Optional.ofNullable(exchange.headers().get("date"))
          .map(d -> ZonedDateTime.parse(d, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Exchange exchange) {
    return exchange.body().orElse(null) instanceof Received.InMemory memory
        ? new String(memory.bytes(), StandardCharsets.UTF_8)
        : "";
  }

  private static Optional<Instant> parse(String text) {
    final String time = text.strip();
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeException withoutZone) {
      try {
        return Optional.of(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
