package org.aircheck.engine.inspect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;

/**
 * Finds playlist updates that came too late: consecutive changes of a media playlist further apart
 * than a threshold. A live playlist must get a new segment at the latest 1.5 target durations after
 * the last (draft-pantos-hls-rfc8216bis section 6.2.1), which is the default.
 */
public final class PlaylistGaps {
  private final SessionReader session;
  private final Protocols recorded;
  private final Optional<Duration> threshold;

  /**
   * An inspection.
   *
   * @param protocols read the playlists, for their target durations
   * @param threshold empty for 1.5 times each playlist's target duration
   */
  public PlaylistGaps(SessionReader session, Protocols protocols, Optional<Duration> threshold) {
    this.session = session;
    this.recorded = session.info().protocol().flatMap(protocols::asking).orElse(protocols);
    this.threshold = threshold;
  }

  /**
   * The gaps, by playlist and time.
   *
   * @param playlist a part of the address or of the track's name of those to look at; empty for all
   */
  public List<PlaylistGap> find(String playlist) {
    final Map<Long, String> names = new HashMap<>();
    for (RecordedTrack track : session.tracks()) {
      names.put(track.id(), track.track().id());
    }
    final List<PlaylistGap> gaps = new ArrayList<>();
    for (String address : session.addresses(ExchangeKind.MANIFEST)) {
      final List<Observation> changes = changes(session.observations(address));
      final OptionalLong track =
          changes.isEmpty() ? OptionalLong.empty() : changes.getFirst().track();
      final String name =
          track.isPresent() ? names.getOrDefault(track.getAsLong(), "") : "manifest";
      if (address.contains(playlist) || name.contains(playlist)) {
        gaps.addAll(late(name, address, changes));
      }
    }
    return gaps;
  }

  private List<PlaylistGap> late(String track, String address, List<Observation> changes) {
    final List<PlaylistGap> gaps = new ArrayList<>();
    for (int i = 1; i < changes.size(); i++) {
      final Observation before = changes.get(i - 1);
      final Observation after = changes.get(i);
      final Duration apart = Duration.between(before.at(), after.at());
      threshold
          .or(() -> late(before))
          .filter(limit -> apart.compareTo(limit) > 0)
          .ifPresent(
              limit -> gaps.add(new PlaylistGap(track, address, before, after, apart, limit)));
    }
    return gaps;
  }

  /**
   * How late the next version may be; empty for what is no live media playlist, such as a
   * multivariant one.
   */
  private Optional<Duration> late(Observation version) {
    final Manifest manifest =
        new Manifest(
            version.uri(),
            version.headers().getOrDefault("content-type", ""),
            version.body().map(session::content).orElse(new byte[0]));
    try {
      final Presentation read = recorded.read(manifest, version.at()).presentation();
      return read.ended()
          ? Optional.empty()
          : read.targetDuration().map(t -> t.multipliedBy(3).dividedBy(2));
    } catch (MalformedManifestException e) {
      return Optional.empty(); // a version that nobody can read states no target duration
    }
  }

  /**
   * The observations at which the content changed: whole answers with another body than the one
   * before.
   */
  private static List<Observation> changes(List<Observation> all) {
    final List<Observation> changes = new ArrayList<>();
    long last = -1;
    for (Observation observation : all) {
      final boolean whole = observation.error().isEmpty() && observation.status().orElse(0) == 200;
      final long body = observation.body().map(BodyRef::id).orElse(-1L);
      if (whole && body >= 0 && body != last) {
        changes.add(observation);
        last = body;
      }
    }
    return changes;
  }
}
