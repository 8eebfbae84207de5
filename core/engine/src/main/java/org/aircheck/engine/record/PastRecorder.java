package org.aircheck.engine.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.engine.fetch.RetryAfter;
import org.aircheck.engine.media.FragmentTimes;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.media.MediaFormat;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.past.PastSearch;
import org.aircheck.engine.past.Question;
import org.aircheck.engine.past.Standing;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.StoreException;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * Asks the origin what a search of the past wants to know, and records the segments that it finds,
 * each at once, so that a later run goes on from there. Used by the recorder's thread.
 */
final class PastRecorder {
  private static final long LARGEST_SEGMENT = 2L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often a segment that is being recorded is looked for, and how long. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final int LOOKS = 100;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Desk desk;
  private final PastOptions options;
  private final SessionReader session;
  private final PastMedia media;
  private final PastSearch search;
  private final Map<String, Line> lines = new HashMap<>();
  private final Deque<Errand> again = new ArrayDeque<>();
  private boolean begun;
  private boolean ended;
  private boolean exhausted = true;
  private int underWay;
  private int parallel;
  private Instant open = Instant.MIN;
  private Duration pause = SHORTEST_PAUSE;

  /** A track, and what its segments are like. */
  private static final class Line {
    final TrackRecorder recorder;
    final Addressing addressing;
    final Segment like;
    Optional<FragmentedMp4> section = Optional.empty();

    Line(TrackRecorder recorder, Addressing addressing, Segment like) {
      this.recorder = recorder;
      this.addressing = addressing;
      this.like = like;
    }
  }

  /** A question on its way, with how often it has been asked. */
  private record Errand(Question question, int attempt, boolean wasMissing) {
    Errand next(boolean missing) {
      return new Errand(question, attempt + 1, wasMissing || missing);
    }
  }

  PastRecorder(Desk desk, PastOptions options, SessionReader session) {
    this.desk = desk;
    this.options = options;
    this.session = session;
    this.media = new PastMedia(session);
    this.search = new PastSearch(options.bounds());
    this.parallel = options.bounds().parallel();
  }

  /** Takes in a version of the presentation: the first says what to search. */
  void listed(List<Track> chosen, Map<String, TrackRecorder> recorders) {
    for (Track track : leadersFirst(chosen)) {
      final TrackRecorder recorder = recorders.get(track.id());
      if (recorder == null || track.segments().isEmpty() || track.addressing().isEmpty()) {
        continue;
      }
      if (!begun) {
        add(track, recorder);
      } else if (search.has(track.id())) {
        for (Segment segment : track.segments()) {
          search.known(track.id(), segment.sequence(), segment.duration().ticks());
        }
      }
    }
    begun |= !lines.isEmpty();
    exhausted = lines.isEmpty();
  }

  /** Pictures show where the others' segments begin. */
  private static List<Track> leadersFirst(List<Track> tracks) {
    return tracks.stream().sorted(Comparator.comparing(Track::kind)).toList();
  }

  private void add(Track track, TrackRecorder recorder) {
    final Map<Long, Long> known = new TreeMap<>();
    session.segments(
        recorder.id(),
        row -> {
          if (row.state() == SegmentState.COMPLETE && row.epoch() == recorder.epoch()) {
            known.put(row.segment().sequence(), row.segment().duration().ticks());
          }
        });
    track.segments().forEach(s -> known.put(s.sequence(), s.duration().ticks()));
    lines.put(
        track.id(),
        new Line(recorder, track.addressing().orElseThrow(), track.segments().getFirst()));
    search.track(track.id(), track.addressing().orElseThrow(), known);
  }

  /** Asks nothing further. */
  void end() {
    ended = true;
    again.clear();
  }

  /** Whether it was told to ask nothing further. */
  boolean ended() {
    return ended;
  }

  /** Whether nothing is under way and nothing is left to ask. */
  boolean idle() {
    return underWay == 0 && (ended || exhausted && again.isEmpty());
  }

  Standing standing() {
    return search.standing();
  }

  /** Asks as much as may be asked at a time. */
  void pump(Executor executor) {
    while (!ended && !desk.guard().paused() && underWay < parallel && !desk.now().isBefore(open)) {
      final Optional<Errand> errand =
          Optional.ofNullable(again.poll())
              .or(() -> search.next().map(q -> new Errand(q, 1, false)));
      exhausted = errand.isEmpty() && !search.pending();
      if (errand.isEmpty()) {
        return;
      }
      underWay++;
      send(errand.get(), executor);
    }
  }

  private void send(Errand errand, Executor executor) {
    final Line line = line(errand.question());
    if (errand.question().kind() == Question.Kind.KNOWN) {
      executor.execute(() -> look(errand, line));
      return;
    }
    if (options.between().isPositive()) {
      open = desk.now().plus(options.between());
      desk.timers().at(open, () -> {});
    }
    final Ask ask =
        new Ask(
            line.addressing.at(errand.question().value()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            LARGEST_SEGMENT,
            PATIENCE,
            Optional.of(desk.writer().temporaryFile()));
    final Optional<FragmentedMp4> section = line.section;
    executor.execute(() -> fetch(errand, ask, section));
  }

  private Line line(Question question) {
    final Line line = lines.get(question.track());
    if (line == null) {
      throw new IllegalArgumentException("no track of ours: " + question);
    }
    return line;
  }

  /** Runs on a thread of its own. */
  private void look(Errand errand, Line line) {
    PastMedia.Reading reading;
    try {
      reading =
          media.recorded(line.recorder.id(), line.recorder.epoch(), errand.question().value());
    } catch (StoreException | UncheckedIOException e) {
      reading = new PastMedia.Reading.NotYet();
    }
    final PastMedia.Reading read = reading;
    desk.post(() -> looked(errand, line, read));
  }

  private void looked(Errand errand, Line line, PastMedia.Reading reading) {
    if (reading instanceof PastMedia.Reading.Done done) {
      underWay--;
      line.section = line.section.or(done::section);
      search.found(errand.question(), done.times());
    } else if (errand.attempt() < LOOKS && !ended) {
      desk.timers()
          .at(
              desk.now().plus(LOOK),
              () -> {
                underWay--;
                again.add(errand.next(false));
              });
    } else {
      underWay--;
      search.found(errand.question(), Optional.empty());
    }
  }

  /** What an answer brought. */
  private record Arrival(
      Exchange exchange, Structure.Verdict verdict, Optional<FragmentTimes> times) {
    boolean whole() {
      return exchange.complete()
          && verdict.defect().isEmpty()
          && exchange.body().map(Received::length).orElse(0L) > 0;
    }
  }

  /** Runs on a thread of its own. */
  private void fetch(Errand errand, Ask ask, Optional<FragmentedMp4> section) {
    try {
      final Exchange exchange = desk.origin().fetch(ask);
      Structure.Verdict verdict = new Structure.Verdict(MediaFormat.UNKNOWN, Optional.empty());
      Optional<FragmentTimes> times = Optional.empty();
      if (exchange.body().orElse(null) instanceof Received.OnDisk disk) {
        verdict = Structure.check(disk.file(), Structure.Scope.WHOLE);
        if (exchange.complete() && section.isPresent()) {
          times = PastMedia.arrived(disk.file(), section.get());
        }
      }
      final Arrival arrival = new Arrival(exchange, verdict, times);
      desk.post(() -> arrived(errand, arrival));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException | IOException e) {
      final String why = String.valueOf(e.getMessage());
      desk.post(() -> {
        desk.guard().unwritable(why, desk.now());
        later(errand, SHORTEST_PAUSE);
      });
    }
  }

  private void arrived(Errand errand, Arrival arrival) {
    final Line line = line(errand.question());
    final long length = arrival.exchange().body().map(Received::length).orElse(0L);
    desk.traffic().received(OptionalLong.of(line.recorder.id()), length, errand.attempt() > 1);
    if (arrival.whole()) {
      underWay--;
      pause = SHORTEST_PAUSE;
      if (errand.wasMissing()) {
        search.flaky();
      }
      if (search.found(errand.question(), arrival.times())) {
        keep(errand, line, arrival);
      } else {
        discard(arrival.exchange());
      }
      return;
    }
    discard(arrival.exchange());
    final int status = arrival.exchange().status().orElse(0);
    if (status == 429 || status == 503 && arrival.exchange().headers().containsKey("retry-after")) {
      backOff(errand, arrival.exchange());
      return;
    }
    final boolean missing = status / 100 == 4 && status != 401 && status != 408 && status != 425;
    final boolean guess = errand.question().kind() == Question.Kind.GUESS;
    if (missing && guess || errand.attempt() > options.retries()) {
      underWay--;
      search.missing(errand.question());
    } else {
      later(errand.next(missing), options.retryDelay());
    }
  }

  private void keep(Errand errand, Line line, Arrival arrival) {
    final long exchange =
        desk.writer()
            .exchange(
                ExchangeKind.SEGMENT,
                OptionalLong.of(line.recorder.id()),
                errand.attempt(),
                arrival.exchange(),
                arrival.verdict().format().extension());
    line.recorder.found(segment(errand.question(), line, arrival.times()), exchange);
    desk.writer().commit(); // what is found is had, whatever comes: it is not asked for again
  }

  private static Segment segment(Question question, Line line, Optional<FragmentTimes> times) {
    final Segment like = line.like;
    final long timescale = line.addressing.timescale();
    return Segment.builder(
            question.value(),
            line.addressing.at(question.value()),
            times.map(t -> scaled(t.duration(), t.timescale(), timescale)).orElse(like.duration()))
        .discontinuitySequence(like.discontinuitySequence())
        .start(
            line.addressing.by() == Addressing.By.TIME
                ? Optional.of(new MediaTime(question.value(), timescale))
                : times.map(t -> scaled(t.first(), t.timescale(), timescale)))
        .initialization(like.initialization())
        .keys(like.keys())
        .build();
  }

  private static MediaTime scaled(long ticks, long from, long to) {
    final long whole = ticks / from;
    return new MediaTime(whole * to + Math.round((ticks % from) * (double) to / from), to);
  }

  /** The origin wants to be asked less: nothing for a while, and then half as much at a time. */
  private void backOff(Errand errand, Exchange exchange) {
    final Duration told =
        Optional.ofNullable(exchange.headers().get("retry-after"))
            .flatMap(h -> RetryAfter.parse(h, desk.now()))
            .orElse(pause);
    final Duration wait = told.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : told;
    final Instant until = desk.now().plus(wait);
    if (until.isAfter(open)) {
      open = until;
      parallel = Math.max(1, parallel / 2);
      pause = pause.multipliedBy(2);
    }
    later(errand, wait);
  }

  private void later(Errand errand, Duration wait) {
    desk.timers()
        .at(
            desk.now().plus(wait),
            () -> {
              underWay--;
              if (!ended) {
                again.add(errand);
              }
            });
  }

  private static void discard(Exchange exchange) {
    if (exchange.body().orElse(null) instanceof Received.OnDisk disk) {
      delete(disk.file());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // swept at the next start
    }
  }
}
