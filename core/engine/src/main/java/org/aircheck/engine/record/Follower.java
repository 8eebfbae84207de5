package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.RetryAfter;
import org.aircheck.engine.fetch.RetryPolicy;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Timing;

/** Polls one manifest, stores every answer, and hands on each version that it has not seen. */
final class Follower {
  private static final long LARGEST_MANIFEST = 16L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Never slower than this while versions can appear, so that none is missed for a lazy
   * TARGETDURATION.
   */
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  private static final Duration FASTEST = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String name;
  private final OptionalLong track;
  private final Desk desk;
  private final ManifestReader reader;
  private final Executor executor;
  private final Listener listener;
  private final Set<String> warned = new HashSet<>();

  private final OriginClock clock;
  private final Instant began;

  /** Where the manifest is by what its announcer says; its own Location may send us elsewhere. */
  private URI source;

  private URI address;
  private Map<String, String> context;
  private Duration pace = SLOWEST;
  private Validators validators = Validators.NONE;
  private String version = "";
  private Instant due;
  private long schedule;
  private int failures;
  private boolean asking;

  /** What brought the version that holds now. */
  private Optional<Exchange> latest = Optional.empty();

  private long reading;
  private boolean ended;

  /** Hears what the manifest says. Called on the recorder's thread. */
  interface Listener {
    /**
     * A version that differs from the one before.
     *
     * @return the pace to follow at; empty when there will be no further version
     */
    Optional<Duration> version(Protocols.Read version);

    /** The answer was no manifest, or none came. */
    void failed(Exchange exchange, String why);

    /** The origin answered, be it that nothing has changed. */
    void answered(Exchange exchange);
  }

  /** What to follow. */
  record Subject(String name, OptionalLong track, URI address, Map<String, String> context) {}

  Follower(
      Subject subject, Desk desk, ManifestReader reader, Executor executor, Listener listener) {
    this.clock = new OriginClock(desk, executor, this::readAgain);
    this.source = subject.address();
    this.name = subject.name();
    this.track = subject.track();
    this.address = subject.address();
    this.context = subject.context();
    this.desk = desk;
    this.reader = reader;
    this.executor = executor;
    this.listener = listener;
    this.began = desk.now();
    this.due = began;
  }

  /** The pace that catches every version, of one that a manifest states. */
  static Duration auto(Optional<Duration> stated) {
    final Duration pace = stated.orElse(SLOWEST);
    return pace.compareTo(SLOWEST) > 0 ? SLOWEST : pace.compareTo(FASTEST) < 0 ? FASTEST : pace;
  }

  boolean ended() {
    return ended;
  }

  /** Since when it was asked without a version that could be read; empty once there was one. */
  Optional<Instant> neverRead() {
    return latest.isPresent() ? Optional.empty() : Optional.of(began);
  }

  /** Nothing further is asked. */
  void end() {
    ended = true;
    schedule++;
  }

  /** Asks at once, unless it is being asked already. */
  void pollNow() {
    if (!ended && !asking) {
      schedule(desk.now());
    }
  }

  /** Goes on at another address. */
  void move(URI to, Map<String, String> with) {
    context = with;
    if (!source.equals(to)) {
      source = to;
      address = to;
      validators = Validators.NONE;
      pollNow();
    }
  }

  private void schedule(Instant at) {
    due = at;
    final long mine = ++schedule; // a later schedule takes the place of an earlier one
    desk.timers()
        .at(
            at,
            () -> {
              if (mine == schedule && !ended) {
                ask();
              }
            });
  }

  private void ask() {
    if (desk.guard().paused()) {
      schedule(desk.now().plus(SLOWEST)); // versions need room, too
      return;
    }
    asking = true;
    final Ask ask =
        new Ask(
            address,
            Optional.empty(),
            validators.etag(),
            validators.lastModified(),
            LARGEST_MANIFEST,
            PATIENCE,
            Optional.empty());
    executor.execute(() -> {
      try {
        final Exchange exchange = desk.origin().fetch(ask);
        desk.post(() -> arrived(exchange));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void arrived(Exchange exchange) {
    asking = false;
    if (ended) {
      return;
    }
    desk.writer().exchange(ExchangeKind.MANIFEST, track, failures + 1, exchange, "");
    desk.traffic().received(track, exchange.body().map(b -> b.length()).orElse(0L), failures > 0);
    final Optional<String> failure = take(exchange);
    if (failure.isPresent()) {
      failures++;
      listener.failed(exchange, failure.get());
    } else {
      failures = 0;
      listener.answered(exchange);
    }
    if (!ended) {
      schedule(next(exchange));
    }
  }

  /** Takes an answer in; what is wrong with it, if anything. */
  private Optional<String> take(Exchange exchange) {
    if (exchange.notModified()) {
      return Optional.empty();
    }
    if (!exchange.complete()) {
      return exchange
          .error()
          .or(() -> Optional.of("the origin answered " + exchange.status().orElse(0)));
    }
    final String received = ManifestReader.version(exchange);
    validators = Validators.of(exchange);
    if (received.equals(version)) {
      return Optional.empty();
    }
    try {
      final Protocols.Read read = reader.read(exchange, context, clock.now());
      version = received;
      latest = Optional.of(exchange);
      clock.learn(read.presentation().timing().clocks(), exchange);
      heard(read);
      return Optional.empty();
    } catch (MalformedManifestException e) {
      validators = Validators.NONE;
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void heard(Protocols.Read read) {
    final Timing timing = read.presentation().timing();
    read.presentation().warnings().stream()
        .filter(w -> warned.size() < 1_000 && warned.add(w.message().replaceAll("\\d+", "0")))
        .forEach(w -> desk.tell(new Event.ManifestOdd(desk.now(), name, w.toString())));
    timing.location().ifPresent(this::relocate);
    final long mine = ++reading;
    timing
        .until()
        .ifPresent(until ->
            desk.timers()
                .at(
                    clock.ours(until),
                    () -> {
                      if (mine == reading) {
                        readAgain();
                      }
                    }));
    listener.version(read).ifPresentOrElse(p -> pace = p, this::end);
  }

  private void relocate(URI location) {
    if (!address.equals(location)) {
      address = location;
      validators = Validators.NONE;
    }
  }

  /** Reads the version that holds once more: the same bytes list something else by now. */
  private void readAgain() {
    if (ended || latest.isEmpty()) {
      return;
    }
    try {
      heard(reader.read(latest.get(), context, clock.now()));
    } catch (MalformedManifestException e) {
      desk.trouble(name + ": " + e.getMessage());
    }
  }

  private Instant next(Exchange exchange) {
    final Instant now = desk.now();
    if (failures > 2) {
      relocate(source); // where a Location sent us there may be nobody any more
    }
    if (failures == 0) {
      final Instant regular = due.plus(pace);
      return regular.isBefore(now) ? now : regular;
    }
    final Optional<Duration> told =
        Optional.ofNullable(exchange.headers().get("retry-after"))
            .flatMap(h -> RetryAfter.parse(h, now));
    final Duration pause = RetryPolicy.delay(failures, told, address.hashCode());
    final Duration most = told.orElse(LONGEST_PAUSE);
    return now.plus(pause.compareTo(most) > 0 ? most : pause);
  }
}
