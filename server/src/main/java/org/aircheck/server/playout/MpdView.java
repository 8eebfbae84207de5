package org.aircheck.server.playout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aircheck.engine.vod.VodChannel.Station;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.ClockSource;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Period;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Timing;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.playout.Broadcast;

/**
 * A channel as a live presentation of periods: one for each pass, so that the media's own times are
 * never touched. For one channel at one instant.
 *
 * <p>A pass is listed as long as each of the tracks has something of it: a period that had no sound
 * yet, or none any more, would make players choose without it.
 */
final class MpdView {
  private final Facts facts;
  private final Station station;
  private final Addresses addresses;
  private final Moment moment;

  private Instant until = Instant.MAX;
  private Instant published = Instant.EPOCH;
  private boolean ended;

  MpdView(Facts facts, Addresses addresses, Moment moment) {
    this.facts = facts;
    this.station = facts.station();
    this.addresses = addresses;
    this.moment = moment;
  }

  /** When something else will be listed. */
  Instant until() {
    return until;
  }

  Presentation presentation() {
    final List<Track> tracks = facts.fragmented();
    final Map<Long, Map<Track, Broadcast.Pass>> passes = new TreeMap<>();
    for (Track track : tracks) {
      final Broadcast.Window window =
          station.wide().window(track.id(), moment.now(), moment.begin());
      until = window.until().isBefore(until) ? window.until() : until;
      ended = window.ended();
      for (Broadcast.Pass pass : window.passes()) {
        passes.computeIfAbsent(pass.number(), key -> new LinkedHashMap<>()).put(track, pass);
      }
    }
    final long needed = tracks.stream().filter(MpdView::isMedia).count();
    final List<Track> listed = new ArrayList<>();
    passes.forEach((number, byTrack) -> {
      if (byTrack.keySet().stream().filter(MpdView::isMedia).count() == needed) {
        byTrack.forEach((track, pass) -> listed.add(listed(track, pass)));
      }
    });
    return Presentation.builder(listed.stream().filter(t -> !t.segments().isEmpty()).toList())
        .ended(ended)
        .growing(station.growing())
        .targetDuration(station.target())
        .pace(pace())
        .timing(
            new Timing(
                Optional.empty(),
                List.of(new ClockSource(ClockSource.Method.HTTP_ISO, "time")),
                Optional.empty(),
                Optional.of(station.epoch()),
                Optional.of(published.isBefore(station.epoch()) ? station.epoch() : published),
                station.growing() || moment.begin().isPresent()
                    ? Optional.empty()
                    : Optional.of(station.window())))
        .build();
  }

  private static boolean isMedia(Track track) {
    return track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO;
  }

  private Duration pace() {
    final Duration half = station.target().dividedBy(2);
    return half.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : half;
  }

  private Track listed(Track track, Broadcast.Pass pass) {
    final String query = moment.query();
    final List<Segment> segments =
        pass.segments().stream()
            .filter(s -> !s.gap())
            .map(s -> addresses.written(track.id(), facts.timed(s), query, false))
            .toList();
    pass.segments().forEach(s -> publish(track, s));
    final MediaTime offset = track.period().map(Period::offset).orElse(new MediaTime(0, 1));
    final Duration start = Duration.between(station.epoch(), pass.start());
    return track.toBuilder()
        .manifest(Optional.empty())
        .context(Map.of())
        .addressing(
            new Addressing(
                addresses.pattern(track.id(), pass.segments().getFirst(), query),
                Addressing.By.NUMBER,
                offset.timescale(),
                List.of()))
        .period(new Period("L" + pass.number(), start, offset))
        .extras(List.of())
        .segments(segments)
        .build();
  }

  private void publish(Track track, Segment segment) {
    station
        .wide()
        .airing(track.id(), segment.sequence())
        .map(Broadcast.Airing::from)
        .filter(f -> f.isAfter(published))
        .ifPresent(f -> published = f);
  }
}
