package org.aircheck.server.playout;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aircheck.engine.vod.VodChannel.Station;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Key;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * What is true of a channel's media whatever is listed of them: looked up once, so that a manifest
 * costs no more when there are many segments. Immutable.
 */
final class Facts {
  private final Station station;
  private final List<Track> fragmented;
  private final Set<String> gapped;

  /**
   * The segments by where they are: their times are the media's own, so what was measured later
   * holds for what went on air before.
   */
  private final Map<Place, Segment> known = new HashMap<>();

  private record Place(URI uri, Optional<ByteRange> range) {}

  Facts(Station station) {
    this.station = station;
    this.fragmented =
        station.tracks().stream()
            .filter(t -> t.kind() != TrackKind.IFRAMES && t.kind() != TrackKind.THUMBNAILS)
            .filter(t -> t.period().isPresent())
            .filter(t -> t.segments().stream().allMatch(s -> s.gap() || isFragment(s)))
            .map(t -> Codecs.own(t, station.tracks()))
            .toList();
    this.gapped =
        station.tracks().stream()
            .filter(t -> t.segments().stream().anyMatch(Segment::gap))
            .map(Track::id)
            .collect(Collectors.toUnmodifiableSet());
    station
        .tracks()
        .forEach(t -> t.segments().forEach(s -> known.put(new Place(s.uri(), s.range()), s)));
  }

  /** Whether it is ISO base media whose time is known, and that is not encrypted as a whole. */
  private static boolean isFragment(Segment segment) {
    return segment.initialization().isPresent()
        && segment.start().isPresent()
        && segment.keys().stream().map(Key::method).noneMatch("AES-128"::equals);
  }

  Station station() {
    return station;
  }

  /** The tracks that can be in an MPD. */
  List<Track> fragmented() {
    return fragmented;
  }

  /** Whether something of a track is missing. */
  boolean hasGaps(String track) {
    return gapped.contains(track);
  }

  /** A segment with the times that are known of it. */
  Segment timed(Segment s) {
    final Segment times = known.getOrDefault(new Place(s.uri(), s.range()), s);
    return s.toBuilder().duration(times.duration()).start(times.start()).build();
  }
}
