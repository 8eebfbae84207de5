package org.aircheck.server.playout;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aircheck.engine.vod.Resource;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodChannel.Station;
import org.aircheck.engine.vod.VodTrack;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.web.Hash;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.playout.Broadcast;

/** The answers of one channel. Thread-safe; calls may block on files. */
final class OnAir {
  /** The protocol whose own lines a playlist keeps. */
  static final String HLS = "hls";

  private static final String HLS_TYPE = "application/vnd.apple.mpegurl";
  private static final String DASH_TYPE = "application/dash+xml";
  private static final Manifest LIKE =
      new Manifest(URI.create("http://aircheck.invalid/"), "", new byte[0]);
  private static final int MOST_MANIFESTS = 1_000;

  /** How long a segment is kept that is served at any time. */
  private static final Duration FREE = Duration.ofSeconds(10);

  private final String name;
  private final VodChannel channel;
  private final Addresses addresses;
  private final boolean dated;
  private volatile Facts facts;
  private final Cache<Key, Built> manifests =
      Caffeine.newBuilder().maximumSize(MOST_MANIFESTS).build();

  /** A manifest for one kind of viewer. */
  private record Key(String manifest, Optional<Instant> begin) {}

  /** A manifest that holds from an instant to another. */
  private record Built(Answer answer, Instant from) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(answer.until());
    }
  }

  /**
   * A channel on air.
   *
   * @param name in addresses of its media
   * @param dated whether playlists have dates
   */
  OnAir(String name, VodChannel channel, boolean dated) {
    this.name = name;
    this.channel = channel;
    this.addresses = new Addresses(name, channel.stream());
    this.dated = dated;
    this.facts = new Facts(channel.station());
  }

  VodChannel channel() {
    return channel;
  }

  String name() {
    return name;
  }

  /** A manifest, built once for all who ask until something else is listed. */
  private Answer built(String manifest, Moment moment, Instant clock, Supplier<Answer> build) {
    if (moment.stated()) {
      return build.get();
    }
    final Built built =
        manifests
            .asMap()
            .compute(
                new Key(manifest, moment.begin()),
                (key, known) ->
                    known != null && known.holds(clock) ? known : new Built(build.get(), clock));
    return built == null ? build.get() : built.answer();
  }

  /** The multivariant playlist. */
  Answer multivariant(ManifestWriter hls, Map<String, String> playlists, Moment moment) {
    final List<Track> tracks = new ArrayList<>();
    for (VodTrack track : channel.stream().tracks()) {
      final String query = moment.query();
      final URI address =
          URI.create(Percent.encode(playlists.getOrDefault(track.name(), track.name())) + query);
      final Track t = track.track();
      tracks.add(
          t.toBuilder()
              .manifest(address)
              .context(Map.of())
              .addressing(Optional.empty())
              .period(Optional.empty())
              .extras(channel.stream().protocol().equals(HLS) ? t.extras() : List.of())
              .segments(List.of())
              .build());
    }
    final Presentation whole = channel.stream().presentation();
    final List<String> extras =
        channel.stream().protocol().equals(HLS) ? whole.extras() : List.of();
    final Manifest manifest = hls.write(Presentation.builder(tracks).extras(extras).build(), LIKE);
    // It is the same for good; but a stream may be exchanged, and the server started anew.
    return text(manifest, HLS_TYPE, Instant.MAX, Map.of("cache-control", "max-age=10"));
  }

  /**
   * Builds a playlist for nobody: so the first viewer need not wait for the classes that it takes.
   */
  void rehearse(ManifestWriter hls, Instant clock) {
    final Moment moment = new Moment(clock, true, Optional.empty());
    playlist(hls, channel.stream().tracks().getFirst(), moment, channel.station(), clock);
  }

  /** The playlist of a track. */
  Answer playlist(ManifestWriter hls, VodTrack track, Moment moment, Instant clock) {
    return built(
        track.name(), moment, clock, () -> playlist(hls, track, moment, station(clock), clock));
  }

  private Answer playlist(
      ManifestWriter hls, VodTrack track, Moment moment, Station station, Instant clock) {
    final Broadcast.Window window =
        station.broadcast().window(track.name(), moment.now(), moment.begin());
    final String query = moment.query();
    final List<Segment> segments =
        window.passes().stream()
            .flatMap(p -> p.segments().stream())
            .map(s -> addresses.written(track.name(), s, query, dated))
            .toList();
    final Presentation presentation =
        Presentation.builder(
                List.of(track.track().withSegments(segments)).stream().map(OnAir::alone).toList())
            .ended(window.ended())
            .growing(station.growing() || moment.begin().isPresent())
            .targetDuration(station.target())
            .extras(lines(track, facts(station)))
            .build();
    return text(
        hls.write(presentation, LIKE),
        HLS_TYPE,
        moment.stated() ? clock : earlier(window.until(), channel.settled(clock)),
        Map.of("cache-control", moment.stated() ? "no-store" : "until"));
  }

  /**
   * The lines of a playlist that the source said. A missing segment raises the version (RFC 8216bis
   * section 8), in every list alike: the version should not change with what is listed.
   */
  private static List<String> lines(VodTrack track, Facts facts) {
    return facts.hasGaps(track.name())
        ? Stream.concat(track.extras().stream(), Stream.of("#EXT-X-VERSION:8")).toList()
        : track.extras();
  }

  /** A track as its own playlist has it. */
  private static Track alone(Track track) {
    return Track.builder(track.id(), track.kind())
        .traits(track.traits())
        .uses(track.uses())
        .segments(track.segments())
        .build();
  }

  /** The MPD; empty when the media can't be had by DASH. */
  Optional<Answer> mpd(ManifestWriter dash, Moment moment, Instant clock) {
    final Station station = station(clock);
    final Facts known = facts(station);
    if (known.fragmented().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        built(
            "mpd",
            moment,
            clock,
            () -> {
              final MpdView view = new MpdView(known, addresses, moment);
              final Manifest manifest = dash.write(view.presentation(), LIKE);
              return text(
                  manifest,
                  DASH_TYPE,
                  moment.stated() ? clock : earlier(view.until(), channel.settled(clock)),
                  Map.of("cache-control", moment.stated() ? "no-store" : "until"));
            }));
  }

  /** Whether there is an MPD, as far as is known now. */
  boolean hasMpd() {
    return !facts(channel.station()).fragmented().isEmpty();
  }

  private Facts facts(Station station) {
    final Facts known = facts;
    if (known.station() == station) {
      return known;
    }
    final Facts fresh = new Facts(station);
    facts = fresh;
    return fresh;
  }

  private Station station(Instant clock) {
    return channel.watched(clock);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Answer text(
      Manifest manifest, String type, Instant until, Map<String, String> headers) {
    final byte[] bytes = manifest.bytes();
    return new Answer(new Answer.Text(bytes, type, Hash.sha256(bytes), headers), until);
  }

  /** What a segment, an initialization section or a key is answered with. */
  Answer media(String track, String file, Moment moment, Instant clock, boolean anyTime) {
    final String stem = file.substring(0, Math.max(0, file.indexOf('.')));
    if (!stem.matches("\\d{1,18}")) {
      return addresses
          .asset(file)
          .map(r -> bytes(r, MediaTypes.extension(file), Instant.MAX))
          .orElseGet(() -> refusal(404, "there is no such file here", Instant.MAX));
    }
    final Optional<Broadcast.Airing> airing =
        station(clock).broadcast().airing(track, Long.parseLong(stem));
    if (airing.isEmpty()) {
      return refusal(404, "the channel has no segment " + stem, clock);
    }
    final boolean free = anyTime || moment.begin().isPresent();
    final Broadcast.Airing on = airing.get();
    if (!MediaTypes.extension(String.valueOf(on.segment().uri().getPath()))
        .equals(MediaTypes.extension(file))) {
      return refusal(404, "there is no such file here", clock);
    }
    if (!anyTime && moment.now().isBefore(on.from())) {
      return early(on.from(), moment.now());
    }
    if (!free && !moment.now().isBefore(on.until())) {
      return refusal(404, "segment " + stem + " left the channel at " + on.until(), clock);
    }
    final Optional<Resource> resource =
        on.segment().gap()
            ? Optional.empty()
            : Optional.ofNullable(channel.stream().resources().get(on.segment().uri()));
    final Instant until = moment.stated() ? clock : free ? clock.plus(FREE) : on.until();
    return resource
        .map(r -> bytes(r, MediaTypes.extension(file), until))
        .orElseGet(() -> refusal(404, "segment " + stem + " is missing in the folder", clock));
  }

  private static Answer early(Instant from, Instant now) {
    final long wait = Duration.between(now, from).plusMillis(999).toSeconds();
    return new Answer(
        new Answer.Status(
            404,
            "the segment will be complete at " + from,
            Map.of("retry-after", Long.toString(wait))),
        now);
  }

  private static Answer bytes(Resource resource, String extension, Instant until) {
    final Map<String, String> headers = Map.of("cache-control", "public, max-age=3600");
    final String type = MediaTypes.of(extension);
    return switch (resource) {
      case Resource.Held(byte[] bytes) ->
          new Answer(new Answer.Text(bytes, type, Hash.sha256(bytes), headers), until);
      case Resource.Stored(Path path) -> file(path, type, headers, until);
    };
  }

  private static Answer file(Path path, String type, Map<String, String> headers, Instant until) {
    try {
      final long size = Files.size(path);
      final String etag =
          Long.toHexString(size)
              + "-"
              + Long.toHexString(Files.getLastModifiedTime(path).toMillis());
      return new Answer(
          new Answer.File(path, size, 0, OptionalLong.of(size), type, etag, headers), until);
    } catch (NoSuchFileException e) {
      return refusal(404, "the file is missing in the folder", Instant.MIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer refusal(int status, String message, Instant until) {
    return new Answer(new Answer.Status(status, message, Map.of()), until);
  }
}
