package org.aircheck.engine.vod;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.store.StoreException;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;

/** Reads a recorded session as a stream: its whole length. For one session, once. */
final class SessionStream {
  private final SessionReader session;
  private final Map<URI, Resource> resources = new HashMap<>();
  private final Map<Long, URI> bodies = new HashMap<>();
  private final Map<Long, Asset> assets = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private SessionStream(SessionReader session) {
    this.session = session;
    session.assets().forEach(a -> assets.put(a.id(), a));
  }

  static VodStream read(Path folder, String name) throws VodException {
    final Path parent = folder.getParent();
    if (parent == null) {
      throw new VodException("a session is a folder within a folder");
    }
    try (SessionReader session = new Sessions(parent).read(String.valueOf(folder.getFileName()))) {
      return new SessionStream(session).stream(name);
    } catch (StoreException e) {
      throw new VodException(String.valueOf(e.getMessage()));
    }
  }

  private VodStream stream(String name) throws VodException {
    final List<VodTrack> tracks = new ArrayList<>();
    final Set<String> names = new HashSet<>();
    final Optional<String> period =
        session.tracks().stream()
            .flatMap(t -> t.track().period().stream())
            .map(p -> p.id())
            .findFirst();
    for (RecordedTrack recorded : session.tracks()) {
      final List<Segment> segments = segments(recorded);
      if (!recorded.track().period().map(p -> p.id()).equals(period)) {
        problems.add(recorded.track().id() + " is in another period; left out");
      } else if (segments.stream().allMatch(Segment::gap)) {
        problems.add(recorded.track().id() + ": nothing of it was recorded; left out");
      } else {
        final String base = recorded.track().id().replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        final String unique = names.add(base) ? base : base + "-" + recorded.id();
        tracks.add(
            new VodTrack(
                unique, recorded.track().withSegments(segments), Optional.empty(), List.of()));
      }
    }
    if (tracks.isEmpty()) {
      throw new VodException("nothing was recorded in the session");
    }
    final boolean single =
        tracks.size() == 1
            && tracks.getFirst().track().group().isEmpty()
            && tracks.getFirst().track().traits().bandwidth().isEmpty();
    return new VodStream(
        name,
        session.info().protocol().orElse(""),
        single,
        Presentation.builder(List.of()).ended(true).build(),
        tracks,
        resources,
        problems);
  }

  /** Each number of an epoch once; what the session lacks is a gap, or a discontinuity. */
  private List<Segment> segments(RecordedTrack track) {
    final List<RecordedSegment> all = new ArrayList<>();
    session.segments(
        track.id(),
        s -> {
          if (all.isEmpty()
              || all.getLast().epoch() != s.epoch()
              || all.getLast().segment().sequence() != s.segment().sequence()) {
            all.add(s);
          }
        });
    final List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      final RecordedSegment recorded = all.get(i);
      final boolean broken =
          i > 0
              && (all.get(i - 1).epoch() != recorded.epoch()
                  || !recorded.segment().follows(all.get(i - 1).segment()));
      segments.add(segment(recorded, i == 0, broken));
    }
    return segments;
  }

  private Segment segment(RecordedSegment recorded, boolean first, boolean broken) {
    final Segment own = recorded.segment();
    final Optional<URI> body =
        recorded.state() == SegmentState.COMPLETE ? located(recorded.exchange()) : Optional.empty();
    final Segment clean = Clean.segment(own, first, body.isEmpty());
    final List<Key> keys = own.keys().stream().map(k -> key(k, recorded.keys())).toList();
    return clean.toBuilder()
        .discontinuitySequence(0)
        .discontinuity(!first && (clean.discontinuity() || broken))
        .uri(body.orElse(own.uri()))
        .range(Optional.empty())
        .duration( // the body is the part
            clean.duration())
        .programDateTime(Optional.empty())
        .initialization(own.initialization().flatMap(m -> initialization(m, recorded)))
        .keys(keys)
        .build();
  }

  private Optional<Initialization> initialization(Initialization map, RecordedSegment recorded) {
    return recorded.initialization().stream()
        .boxed()
        .flatMap(id -> located(asset(id)).stream())
        .findFirst()
        .map(uri ->
            new Initialization(
                uri,
                Optional.empty(),
                map.keys().stream().map(k -> key(k, recorded.keys())).toList()));
  }

  private Key key(Key key, List<Long> ids) {
    final Optional<URI> kept =
        ids.stream()
            .filter(
                id -> assets.containsKey(id) && key.uri().equals(Optional.of(assets.get(id).uri())))
            .flatMap(id -> located(asset(id)).stream())
            .findFirst();
    return new Key(key.method(), kept.or(key::uri), key.iv(), key.format(), key.formatVersions());
  }

  private OptionalLong asset(long id) {
    return Optional.ofNullable(assets.get(id)).map(Asset::exchange).orElse(OptionalLong.empty());
  }

  /** The address under which the body of an exchange is known here. */
  private Optional<URI> located(OptionalLong exchange) {
    return exchange.stream()
        .mapToObj(session::observation)
        .flatMap(Optional::stream)
        .flatMap(o -> o.body().stream())
        .map(this::located)
        .findFirst();
  }

  private URI located(BodyRef body) {
    return bodies.computeIfAbsent(
        body.id(),
        id -> {
          final URI uri =
              URI.create(
                  "http://session.invalid/"
                      + body.sha256()
                      + (body.onDisk() ? "." + body.extension() : ""));
          resources.put(
              uri,
              body.onDisk()
                  ? new Resource.Stored(session.file(body))
                  : new Resource.Held(session.content(body)));
          return uri;
        });
  }
}
