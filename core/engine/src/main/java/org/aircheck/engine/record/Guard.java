package org.aircheck.engine.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.aircheck.engine.store.SessionWriter;

/** Watches the disk and the limits of a recording. */
final class Guard {
  /** With less than this a disk that can't be written to is taken for full, in bytes. */
  private static final long FULL = 64L << 20;

  /** How much more room makes a full disk worth another attempt, in bytes. */
  private static final long MORE = 1L << 20;

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

  private final SessionWriter writer;
  private final RecordOptions options;
  private final Consumer<Event> listener;
  private Optional<String> paused = Optional.empty();
  private Optional<Stuck> stuck = Optional.empty();

  /** A body could not be written, when so much was free. */
  private record Stuck(String reason, long free, Instant at) {}

  Guard(SessionWriter writer, RecordOptions options, Consumer<Event> listener) {
    this.writer = writer;
    this.options = options;
    this.listener = listener;
  }

  /** Why nothing is fetched now. */
  Optional<String> reason() {
    return paused;
  }

  /** Whether to fetch nothing now, because what arrives could not be kept. */
  boolean paused() {
    return paused.isPresent();
  }

  /** Hears that a body could not be written. */
  void unwritable(String why, Instant now) {
    stuck = Optional.of(new Stuck("can't write to session: " + why, writer.free(), now));
    look(now);
  }

  /** Looks at the disk. */
  void look(Instant now) {
    stuck = stuck.filter(s -> isStuck(s, now));
    final Optional<String> reason =
        writer.trouble().or(this::floor).or(() -> stuck.map(Stuck::reason));
    if (reason.isPresent() && paused.isEmpty()) {
      listener.accept(new Event.Paused(now, reason.get()));
    } else if (reason.isEmpty() && paused.isPresent()) {
      listener.accept(new Event.Resumed(now));
    }
    paused = reason;
  }

  /** A full disk is tried again when there is more room, anything else after a while. */
  private boolean isStuck(Stuck since, Instant now) {
    final long free = writer.free();
    return free < FULL
        ? free < since.free() + MORE
        : now.isBefore(since.at().plus(BETWEEN_ATTEMPTS));
  }

  private Optional<String> floor() {
    final long free = writer.free();
    return free < options.minFree()
        ? Optional.of(
            "only "
                + (free >> 20)
                + " MiB of disk are free, less than the "
                + (options.minFree() >> 20)
                + " MiB of --min-free")
        : Optional.empty();
  }

  /** Which limit has been reached. */
  Optional<String> limit(Instant began, Instant now) {
    final RecordOptions.Limits limits = options.limits();
    if (limits.duration().filter(d -> !now.isBefore(began.plus(d))).isPresent()) {
      return Optional.of("the duration is over");
    }
    if (limits.until().filter(u -> !now.isBefore(u)).isPresent()) {
      return Optional.of("the time to record until has come");
    }
    if (limits.maxSize().isPresent() && writer.size() >= limits.maxSize().getAsLong()) {
      return Optional.of("the largest size is reached");
    }
    return Optional.empty();
  }

  /**
   * Whether the channel has been silent for too long.
   *
   * @param silence since an answer came
   * @param announced when the last segment was announced
   */
  Optional<String> silent(Duration silence, Instant announced, Instant now) {
    final RecordOptions.Limits limits = options.limits();
    if (limits.giveUp().filter(g -> silence.compareTo(g) > 0).isPresent()) {
      return Optional.of("given up: nothing could be received for " + silence.toSeconds() + " s");
    }
    return limits
        .liveEnd()
        .filter(l -> Duration.between(announced, now).compareTo(l) > 0)
        .map(l -> "no new segment for " + l.toSeconds() + " s");
  }
}
