package org.aircheck.engine.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.engine.fetch.RetryAfter;
import org.aircheck.engine.fetch.RetryPolicy;
import org.aircheck.engine.media.MediaFormat;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.SegmentState;

/**
 * Fetches what was announced, the most urgent first, and again until it is whole or its deadline
 * has passed.
 */
final class Downloads {
  /**
   * A media body larger than this is no segment; it bounds what a hostile origin can make us write.
   */
  private static final long LARGEST_SEGMENT = 2L << 30;

  private static final long LARGEST_LOOKED_INTO = 64L << 20;
  private static final long LARGEST_DOCUMENT = 16L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Desk desk;
  private final RecordOptions options;
  private final Consumer<Exchange> refused;
  private final TreeSet<Download> ready = new TreeSet<>(Download.URGENCY);
  private final Set<Download> waiting = new HashSet<>();
  private final Set<Download> inFlight = new HashSet<>();
  private Instant lastCall = Instant.MAX;

  /** How long each is tried for; empty while lists still say how long. */
  private Optional<Duration> each = Optional.empty();

  private long order;

  /**
   * A queue that begins empty.
   *
   * @param refused hears of answers that say the address itself is no longer good: 401, 403, 410
   */
  Downloads(Desk desk, RecordOptions options, Consumer<Exchange> refused) {
    this.desk = desk;
    this.options = options;
    this.refused = refused;
  }

  Download add(Download.Target target, Download.Settled settled) {
    final Download download = new Download(target, desk.now(), order++, settled);
    download.expiry = lastCall;
    ready.add(download);
    return download;
  }

  /** Notes that the origin need not keep it for longer than until an instant. */
  void expires(Download download, Instant expiry) {
    final boolean queued = ready.remove(download);
    download.expiry = expiry.isBefore(lastCall) ? expiry : lastCall;
    if (queued) {
      ready.add(download);
    }
  }

  /** Whatever is still to be had then will not be had. */
  void lastCall(Instant deadline) {
    lastCall = deadline;
    all().toList().forEach(d -> expires(d, d.expiry));
  }

  /** Nothing further will be announced: each is tried for a time from its first attempt on. */
  void drain(Duration patience) {
    each = Optional.of(patience);
    final Instant deadline = desk.now().plus(patience);
    all().filter(d -> d.attempts > 0).toList().forEach(d -> expires(d, earlier(d, deadline)));
  }

  private static Instant earlier(Download download, Instant deadline) {
    return download.expiry.isBefore(deadline) ? download.expiry : deadline;
  }

  /** Gives it up: what is under its address now is something else. */
  void abandon(Download download, String why) {
    download.abandoned = true;
    if (ready.remove(download) || waiting.remove(download)) {
      settle(download, why);
    }
  }

  boolean idle() {
    return ready.isEmpty() && waiting.isEmpty() && inFlight.isEmpty();
  }

  /** How much media of a track is announced and still to be had. */
  Duration behind(long track) {
    return all()
        .filter(d -> d.kind == ExchangeKind.SEGMENT && d.track.equals(OptionalLong.of(track)))
        .map(d -> d.duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Starts as many as may run at a time. */
  void pump(Executor executor) {
    while (!desk.guard().paused() && inFlight.size() < options.concurrency() && !ready.isEmpty()) {
      final Download download = ready.removeFirst();
      download.attempts++;
      if (download.attempts == 1 && each.isPresent()) {
        download.expiry = earlier(download, desk.now().plus(each.get()));
      }
      inFlight.add(download);
      final Ask ask = ask(download);
      executor.execute(() -> fetch(download, ask));
    }
  }

  private Stream<Download> all() {
    return Stream.of(ready, waiting, inFlight).flatMap(Set::stream);
  }

  private Ask ask(Download download) {
    final boolean media = onDisk(download);
    return new Ask(
        download.uri,
        download.range,
        Optional.empty(),
        Optional.empty(),
        media ? LARGEST_SEGMENT : LARGEST_DOCUMENT,
        PATIENCE,
        media ? Optional.of(desk.writer().temporaryFile()) : Optional.empty());
  }

  private static boolean onDisk(Download download) {
    return download.kind == ExchangeKind.SEGMENT || download.kind == ExchangeKind.INITIALIZATION;
  }

  /** Runs on a thread of its own. */
  private void fetch(Download download, Ask ask) {
    try {
      final Exchange exchange = desk.origin().fetch(ask);
      final Structure.Verdict verdict =
          exchange.body().orElse(null) instanceof Received.OnDisk disk
              ? Structure.check(disk.file(), download.scope)
              : new Structure.Verdict(MediaFormat.UNKNOWN, Optional.empty());
      final Runnable seen = inside(download, exchange);
      desk.post(() -> arrived(download, exchange, verdict, seen));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException | IOException e) {
      desk.post(() -> localFailure(download, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      desk.post(() -> { // a recording that ends with an error is better than one that stands still
        throw e;
      });
    }
  }

  private static Runnable inside(Download download, Exchange exchange) throws IOException {
    if (download.inside.isPresent()
        && exchange.complete()
        && exchange.body().orElse(null) instanceof Received.OnDisk disk
        && disk.length() <= LARGEST_LOOKED_INTO) {
      return download.inside.get().apply(Files.readAllBytes(disk.file()));
    }
    return () -> {};
  }

  private void arrived(
      Download download, Exchange exchange, Structure.Verdict verdict, Runnable seen) {
    if (!inFlight.remove(download)) {
      return;
    }
    final boolean whole = exchange.complete() && verdict.defect().isEmpty() && !isEmpty(exchange);
    final long length = exchange.body().map(Received::length).orElse(0L);
    final boolean better =
        whole || exchange.status().orElse(0) / 100 == 2 && length > download.best.length();
    final Exchange kept = better || !onDisk(download) ? exchange : withoutBody(exchange);
    final OptionalLong row =
        OptionalLong.of(
            desk.writer()
                .exchange(
                    download.kind,
                    download.track,
                    download.attempts,
                    kept,
                    verdict.format().extension()));
    desk.traffic().received(download.track, length, download.attempts > 1);
    if (whole) {
      final String sha256 = exchange.body().map(Received::sha256).orElse("");
      download.settled.settled(SegmentState.COMPLETE, row, sha256, "");
      seen.run();
      return;
    }
    final String error = failure(exchange, verdict);
    final String sha256 = exchange.body().map(Received::sha256).orElse("-");
    // The same broken media twice, of the length that was promised: the origin has no better. A
    // page comes again and
    // again where media should be, and goes.
    final boolean servedSo =
        exchange.complete()
            && verdict.format() != MediaFormat.HTML
            && sha256.equals(download.best.sha256());
    if (better) {
      download.best = new Download.Best(row, length, sha256);
    }
    if (exchange.status().orElse(0) == 401
        || exchange.status().orElse(0) == 403
        || exchange.status().orElse(0) == 410) {
      refused.accept(exchange);
    }
    if (servedSo || download.abandoned) {
      settle(download, error);
    } else {
      again(download, exchange, error);
    }
  }

  private static boolean isEmpty(Exchange exchange) {
    return exchange.body().map(b -> b.length() == 0).orElse(true);
  }

  private static Exchange withoutBody(Exchange e) {
    e.body()
        .ifPresent(body -> {
          if (body instanceof Received.OnDisk disk) {
            delete(disk.file());
          }
        });
    return new Exchange(
        e.ask(),
        e.redirects(),
        e.uri(),
        e.sent(),
        e.answered(),
        e.done(),
        e.status(),
        e.headers(),
        Optional.empty(),
        e.error());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          e); // swept at the next start; a disk that can't delete is in trouble anyway
    }
  }

  private static String failure(Exchange exchange, Structure.Verdict verdict) {
    return exchange
        .error()
        .or(() ->
            exchange.complete()
                ? verdict.defect().or(() -> Optional.of("the body is empty"))
                : Optional.empty())
        .orElseGet(() -> "the origin answered " + exchange.status().orElse(0));
  }

  private void again(Download download, Exchange exchange, String error) {
    final Instant now = desk.now();
    final Optional<Duration> wait =
        switch (options.persistence()) {
          case RecordOptions.Persistence.Counted counted ->
              download.attempts > counted.retries()
                  ? Optional.empty()
                  : Optional.of(counted.pause());
          case RecordOptions.Persistence.ToDeadline ignored -> toDeadline(download, exchange);
          case RecordOptions.Persistence.AtLeast least ->
              toDeadline(download, exchange)
                  .or(() ->
                      download.attempts > least.retries()
                          ? Optional.empty()
                          : Optional.of(least.pause()));
        };
    if (wait.isEmpty()) {
      settle(download, error);
      return;
    }
    final Instant due = now.plus(wait.get());
    // The last attempt is made at the deadline itself, however long the pause would be.
    retryAt(
        download,
        due.isAfter(download.expiry) && now.isBefore(download.expiry) ? download.expiry : due);
  }

  private Optional<Duration> toDeadline(Download download, Exchange exchange) {
    return desk.now().isBefore(download.expiry)
        ? Optional.of(pause(download, exchange))
        : Optional.empty();
  }

  private Duration pause(Download download, Exchange exchange) {
    final Optional<Duration> told =
        Optional.ofNullable(exchange.headers().get("retry-after"))
            .flatMap(h -> RetryAfter.parse(h, desk.now()));
    return RetryPolicy.delay(download.attempts, told, download.order);
  }

  private void localFailure(Download download, String failure) {
    if (!inFlight.remove(download)) {
      return;
    }
    download.attempts--; // the origin is not to blame
    desk.guard().unwritable(failure, desk.now());
    if (download.abandoned) {
      settle(download, "can't write to the session");
    } else {
      retryAt(download, desk.now().plusSeconds(1));
    }
  }

  private void retryAt(Download download, Instant due) {
    waiting.add(download);
    desk.timers()
        .at(
            due,
            () -> {
              if (waiting.remove(download)) {
                ready.add(download);
              }
            });
  }

  private void settle(Download download, String error) {
    final Download.Best best = download.best;
    if (best.exchange().isPresent()) {
      download.settled.settled(SegmentState.PARTIAL, best.exchange(), best.sha256(), error);
    } else {
      download.settled.settled(SegmentState.LOST, OptionalLong.empty(), "", error);
    }
  }
}
