package org.aircheck.engine.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.aircheck.engine.fetch.DataUris;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.Pacer;
import org.aircheck.spi.Track;

/**
 * Records one channel into one session, until the channel ends, a limit is reached or it is
 * stopped.
 *
 * <p>{@link #run} blocks its thread, which owns all state; {@link #stop}, {@link #stopNow} and
 * {@link #progress} may be called from any thread. An object is good for one run.
 */
public final class Recorder {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** How long an origin that answers with a passing error may keep a recording from beginning. */
  private static final Duration START = Duration.ofSeconds(30);

  /**
   * How often a connection may fail before a recording has begun: one that is hung up is no wrong
   * address yet.
   */
  private static final int START_ATTEMPTS = 4;

  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * How long each thing that a channel announced in the end is tried for, as its list says nothing
   * of how long it stays; and how long all is finished when a limit is reached.
   */
  private static final Duration DRAIN = Duration.ofMinutes(1);

  /** Says that an event is over where the manifest itself never turns static. */
  private static final String BROADCAST_ENDED = "x-fb-video-broadcast-ended";

  /** How many of a track's newest segments tell a continued recording where it stands. */
  private static final int REMEMBERED = 2_000;

  private final RecordOptions options;
  private final Desk desk;
  private final Pacer pacer;
  private final Executor requests;
  private final Downloads downloads;
  private final Health health;
  private final TrackSet tracks;
  private final Follower root;
  private final Instant began;

  private Optional<PastRecorder> past = Optional.empty();
  private volatile Progress progress;
  private Optional<String> failure = Optional.empty();
  private boolean started;
  private boolean continued;
  private int startFailures;
  private Optional<String> outcome = Optional.empty();
  private Instant deadline = Instant.MAX;
  private boolean over;

  /**
   * A recorder that has not begun.
   *
   * @param protocols read the manifests
   * @param listener hears what happens, on the thread that runs the recorder
   */
  public Recorder(
      RecordOptions options, Protocols protocols, Equipment equipment, Consumer<Event> listener) {
    this.options = options;
    this.pacer = equipment.pacer();
    this.requests = equipment.requests();
    this.desk =
        new Desk(
            new DataUris(equipment.origin(), equipment.clock()),
            equipment.writer(),
            equipment.clock(),
            new Timers(),
            new LinkedBlockingQueue<>(),
            new Traffic(),
            new Guard(equipment.writer(), options, listener),
            listener);
    final ManifestReader reader = new ManifestReader(protocols);
    this.began = desk.now();
    this.health = new Health(desk, this::resolve);
    this.downloads = new Downloads(desk, options, health::refused);
    this.tracks = new TrackSet(desk, options, reader, requests, downloads, health);
    this.root =
        new Follower(
            new Follower.Subject("manifest", OptionalLong.empty(), options.source(), Map.of()),
            desk,
            reader,
            requests,
            new RootListener());
    this.progress = snapshot();
  }

  /** Goes on with a session that earlier runs began. To be called before {@link #run}. */
  public void resume(SessionReader earlier) {
    continued = true;
    for (RecordedTrack track : earlier.tracks()) {
      tracks.restore(track.track().id(), earlier.newest(track.id(), REMEMBERED));
    }
    final Instant last = earlier.info().lastAnswer().orElse(earlier.info().created());
    desk.writer()
        .gap(
            new Gap(
                desk.writer().newId(),
                OptionalLong.empty(),
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                last,
                began,
                Gap.Reason.INTERRUPTION,
                "the recorder was not running"));
  }

  /**
   * Also searches what the manifest no longer lists. To be called before {@link #run}.
   *
   * @param session reads what is recorded; open as long as this runs
   */
  public void searchPast(PastOptions how, SessionReader session) {
    final PastRecorder recorder = new PastRecorder(desk, how, session);
    past = Optional.of(recorder);
    tracks.searchPast(recorder);
  }

  /**
   * Records.
   *
   * @throws RecordingException when the recording can't begin: no answer, no manifest, nothing that
   *     was selected
   * @throws InterruptedException when the thread is interrupted; what was received is committed
   */
  public Summary run() throws RecordingException, InterruptedException {
    try {
      root.pollNow();
      tick();
      while (!over) {
        step();
      }
    } catch (InterruptedException e) {
      finish("interrupted");
      throw e;
    }
    if (failure.isPresent()) {
      throw new RecordingException(failure.get());
    }
    return finish(outcome.orElse("ended"));
  }

  /** Ends the recording: what is under way is finished, for a few seconds at most. */
  public void stop() {
    desk.post(() -> {
      past.ifPresent(PastRecorder::end);
      drain("stopped", desk.now().plus(GRACE));
    });
  }

  /** Ends the recording at once. */
  public void stopNow() {
    desk.post(() -> {
      outcome = Optional.of("stopped at once");
      over = true;
    });
  }

  /** How far the recording is; renewed every second. */
  public Progress progress() {
    return progress;
  }

  private void step() throws InterruptedException {
    Optional<Runnable> message = pacer.poll(desk.mailbox(), desk.timers().next());
    while (message.isPresent()) {
      message.get().run();
      message = Optional.ofNullable(desk.mailbox().poll());
    }
    desk.timers().run(desk.now());
    if (tracks.ended()) {
      channelEnded();
    }
    downloads.pump(requests);
    past.ifPresent(p -> p.pump(requests));
    over |= outcome.isPresent() && isFinished(!desk.now().isBefore(deadline));
  }

  /** A search goes on beyond the channel's end, but not when it was told to end itself. */
  private boolean isFinished(boolean late) {
    return late
        ? past.map(p -> p.idle() || p.ended()).orElse(true)
        : downloads.idle() && past.map(PastRecorder::idle).orElse(true);
  }

  /** What is to be done every second. */
  private void tick() {
    final Instant now = desk.now();
    desk.writer().commit();
    desk.guard().look(now);
    progress = snapshot();
    if (desk.guard().paused() && outcome.isPresent()) {
      final Instant last = now.plus(DRAIN); // what finds no room by then will not find any
      deadline = deadline.isBefore(last) ? deadline : last;
    }
    if (started) {
      final Optional<String> limit = desk.guard().limit(began, now);
      final Instant announced = tracks.lastAnnounced().orElse(began);
      limit
          .or(() ->
              outcome.isPresent()
                  ? Optional.empty()
                  : desk.guard().silent(health.silence(now), announced, now))
          .ifPresent(reason -> drain(reason, now.plus(DRAIN)));
    }
    desk.timers().at(now.plus(TICK), this::tick);
  }

  /** A finished event may be hours of media: it takes as long as it takes. */
  private void channelEnded() {
    if (outcome.isEmpty()) {
      drain("the channel ended", Instant.MAX);
      downloads.drain(DRAIN);
    }
  }

  private void drain(String reason, Instant until) {
    if (outcome.isPresent()) {
      if (until.isBefore(deadline)) {
        deadline = until;
        downloads.lastCall(until);
      }
      return;
    }
    outcome = Optional.of(reason);
    deadline = until;
    desk.tell(new Event.Draining(desk.now(), reason));
    root.end();
    tracks.end();
    downloads.lastCall(until);
    if (!started) {
      over = true;
    }
  }

  private void resolve() {
    root.pollNow();
  }

  private void fail(String why) {
    failure = Optional.of(why);
    over = true;
  }

  private Summary finish(String why) {
    progress = snapshot();
    final Summary summary =
        Summaries.of(why, Duration.between(began, desk.now()), tracks.tracks(), desk.traffic());
    desk.writer().finish(desk.now(), why);
    return summary;
  }

  private Progress snapshot() {
    final Instant now = desk.now();
    return new Progress(
        now,
        Duration.between(began, now),
        tracks.tracks().stream().map(TrackRecorder::progress).toList(),
        desk.traffic().total(),
        desk.writer().size(),
        desk.writer().free(),
        past.map(PastRecorder::standing),
        desk.guard().reason());
  }

  /** The channel's own manifest. */
  private final class RootListener implements Follower.Listener {
    @Override
    public Optional<Duration> version(Protocols.Read version) {
      final List<Track> chosen = options.selection().choose(version.presentation().tracks());
      if (chosen.isEmpty() && !started) {
        fail(Summaries.nothingChosen(version.presentation().tracks()));
        return Optional.empty();
      }
      if (!started) {
        started = true;
        desk.writer().protocol(version.protocol().id());
      }
      final Optional<Duration> pace = tracks.version(version, chosen);
      if (pace.isEmpty()) {
        channelEnded();
      }
      return pace;
    }

    @Override
    public void failed(Exchange exchange, String why) {
      if (started || continued) {
        health.failed(exchange, why);
        return;
      }
      final int status = exchange.status().orElse(0);
      final boolean passing = status >= 500 || status == 408 || status == 425 || status == 429;
      final boolean patient =
          passing
              ? health.silence(desk.now()).compareTo(START) < 0
              : exchange.error().isPresent() && ++startFailures < START_ATTEMPTS;
      if (!patient) {
        fail(options.source() + ": " + why);
      } else {
        health.failed(exchange, why);
      }
    }

    @Override
    public void answered(Exchange exchange) {
      health.answered(exchange);
      final String over = exchange.headers().getOrDefault(BROADCAST_ENDED, "");
      if (over.equals("1") || over.equalsIgnoreCase("true")) {
        channelEnded();
      }
    }
  }
}
