package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Track;

/**
 * The tracks that are recorded, and the manifests that those with a manifest of their own are
 * followed by.
 */
final class TrackSet {
  /** A multivariant playlist seldom changes; what makes its addresses fail asks for it at once. */
  private static final Duration ROOT_PACE = Duration.ofSeconds(30);

  private static final int MOST_COMPANIONS = 1_000;

  /** How long a list is asked for, at least, that was never read. */
  private static final Duration HOPE = Duration.ofMinutes(5);

  private final Desk desk;
  private final RecordOptions options;
  private final ManifestReader reader;
  private final Executor executor;
  private final Downloads downloads;
  private final Health health;
  private final Map<String, TrackRecorder> tracks = new LinkedHashMap<>();
  private final Map<String, Follower> followers = new LinkedHashMap<>();
  private final Map<String, List<RecordedSegment>> earlier = new HashMap<>();
  private final Set<URI> companions = new HashSet<>();
  private Optional<PastRecorder> past = Optional.empty();

  TrackSet(
      Desk desk,
      RecordOptions options,
      ManifestReader reader,
      Executor executor,
      Downloads downloads,
      Health health) {
    this.desk = desk;
    this.options = options;
    this.reader = reader;
    this.executor = executor;
    this.downloads = downloads;
    this.health = health;
  }

  /** Notes what an earlier run recorded of a track. */
  void restore(String track, List<RecordedSegment> newest) {
    earlier.put(track, newest);
  }

  /** Has it told what is listed. */
  void searchPast(PastRecorder recorder) {
    past = Optional.of(recorder);
  }

  List<TrackRecorder> tracks() {
    return new ArrayList<>(tracks.values());
  }

  /**
   * Takes in a version of the channel's own manifest.
   *
   * @return the pace to follow it at; empty when there will be no further version
   */
  Optional<Duration> version(Protocols.Read version, List<Track> chosen) {
    final Presentation presentation = version.presentation();
    presentation.companions().forEach(this::companion);
    boolean followed = false;
    final Set<String> there = chosen.stream().map(Track::id).collect(Collectors.toSet());
    tracks.forEach((id, recorder) -> {
      if (!there.contains(id) && !followers.containsKey(id)) {
        recorder.gone(); // a period or a representation that is over does not end the others
      }
    });
    for (Track track : chosen) {
      final TrackRecorder recorder = recorder(track, version.protocol());
      if (track.manifest().isPresent()) {
        follow(track, track.manifest().get(), recorder);
        followed = true;
      } else {
        recorder.observe(track.segments());
      }
    }
    past.ifPresent(p -> p.listed(chosen, tracks));
    if (presentation.ended() && !followed) {
      tracks.values().forEach(TrackRecorder::ended);
      return Optional.empty();
    }
    return Optional.of(
        followed ? ROOT_PACE : options.interval().orElse(Follower.auto(presentation.pace())));
  }

  /**
   * Whether every followed manifest has said that nothing further will come. One that could not be
   * read once is not waited for when all others have; one that fails now may come back.
   */
  boolean ended() {
    final Instant hopeless = desk.now().minus(HOPE);
    return followers.values().stream().anyMatch(Follower::ended)
        && followers.values().stream()
            .allMatch(f -> f.ended() || f.neverRead().filter(hopeless::isAfter).isPresent());
  }

  /** Asks no further manifests. */
  void end() {
    followers.values().forEach(Follower::end);
    tracks.values().forEach(TrackRecorder::ended);
  }

  /** When a segment was announced last, in any track. */
  Optional<Instant> lastAnnounced() {
    return tracks.values().stream()
        .flatMap(t -> t.lastAnnounced().stream())
        .max(Instant::compareTo);
  }

  private TrackRecorder recorder(Track track, Protocol protocol) {
    final TrackRecorder known = tracks.get(track.id());
    final Track described = track.withSegments(List.of());
    if (known != null) {
      known.describe(described);
      return known;
    }
    final long id = desk.writer().track(described);
    final TrackRecorder recorder =
        new TrackRecorder(id, described, desk, downloads, protocol.lookahead());
    tracks.put(track.id(), recorder);
    final List<RecordedSegment> newest = earlier.remove(track.id());
    if (newest != null) {
      recorder.restore(newest);
    }
    desk.tell(new Event.TrackFound(desk.now(), track.id(), Selection.describe(track)));
    return recorder;
  }

  private void follow(Track track, URI address, TrackRecorder recorder) {
    final Follower known = followers.get(track.id());
    if (known != null) {
      known.move(address, track.context());
      return;
    }
    final Follower.Subject subject =
        new Follower.Subject(track.id(), OptionalLong.of(recorder.id()), address, track.context());
    final Follower follower =
        new Follower(subject, desk, reader, executor, new TrackListener(recorder));
    followers.put(track.id(), follower);
    follower.pollNow();
  }

  private void companion(URI uri) {
    if (companions.size() < MOST_COMPANIONS && companions.add(uri)) {
      Assets.announce(
          desk,
          downloads,
          OptionalLong.empty(),
          ExchangeKind.COMPANION,
          uri,
          Optional.empty(),
          Structure.Scope.PART);
    }
  }

  /** Hands a track's own manifest to its recorder. */
  private final class TrackListener implements Follower.Listener {
    private final TrackRecorder recorder;

    TrackListener(TrackRecorder recorder) {
      this.recorder = recorder;
    }

    @Override
    public Optional<Duration> version(Protocols.Read version) {
      final Presentation presentation = version.presentation();
      presentation.companions().forEach(TrackSet.this::companion);
      for (Track track : presentation.tracks()) {
        if (track.manifest().isPresent()) {
          // A manifest of manifests below a manifest of manifests: no protocol has that, only a
          // trap.
          desk.trouble(
              "the manifest of track "
                  + recorder.track().id()
                  + " points at further manifests: ignored");
          return Optional.of(ROOT_PACE);
        }
        recorder.observe(track.segments());
      }
      if (presentation.ended()) {
        recorder.ended();
        return Optional.empty();
      }
      return Optional.of(options.interval().orElse(Follower.auto(presentation.pace())));
    }

    @Override
    public void failed(Exchange exchange, String why) {
      health.failed(exchange, why);
    }

    @Override
    public void answered(Exchange exchange) {
      health.answered(exchange);
    }
  }
}
