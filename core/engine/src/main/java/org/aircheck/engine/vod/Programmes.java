package org.aircheck.engine.vod;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Period;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * Tracks as they are put on air: with their lengths, and of such a kind that a loop of them is
 * legal.
 */
final class Programmes {
  private static final URI NOTHING = URI.create("http://nothing.invalid/");
  private static final long MICROS = 1_000_000;

  private Programmes() {}

  /**
   * The tracks of a stream for a programme.
   *
   * @param target the longest segment that the channel promises
   */
  static List<Track> tracks(VodStream stream, Map<String, Lengths> lengths, Duration target) {
    final List<Track> tracks = new ArrayList<>();
    for (VodTrack track : stream.tracks()) {
      final Lengths own =
          Optional.ofNullable(lengths.get(track.name()))
              .orElseGet(() -> Lengths.stated(track.track()));
      tracks.add(track.track().withSegments(own.applied(track.track())));
    }
    final long loop = loop(tracks);
    final Optional<MediaTime> zero = earliest(tracks);
    final List<Track> ready = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      final Track track = tracks.get(i);
      final List<Segment> segments =
          filled(isMedia(track) ? track.segments() : cut(track.segments(), loop), loop, target);
      ready.add(placed(track, stream.tracks().get(i).name(), segments, zero));
    }
    return ready;
  }

  /** Pictures and sound say how long a pass is; text and stills go along. */
  private static boolean isMedia(Track track) {
    return track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO;
  }

  /** The length of a pass, in microseconds. */
  static long loop(List<Track> tracks) {
    final boolean media = tracks.stream().anyMatch(Programmes::isMedia);
    return tracks.stream()
        .filter(t -> !media || isMedia(t))
        .mapToLong(t -> length(t.segments()))
        .max()
        .orElse(0);
  }

  /** In microseconds, rounded once. */
  static long length(List<Segment> segments) {
    BigInteger sum = BigInteger.ZERO;
    long timescale = 1;
    long whole = 0;
    for (Segment segment : segments) {
      if (segment.duration().timescale() != timescale) {
        whole += micros(sum, timescale);
        sum = BigInteger.ZERO;
        timescale = segment.duration().timescale();
      }
      sum = sum.add(BigInteger.valueOf(Math.max(0, segment.duration().ticks())));
    }
    return whole + micros(sum, timescale);
  }

  private static long micros(BigInteger ticks, long timescale) {
    final BigInteger scale = BigInteger.valueOf(timescale);
    return ticks
        .multiply(BigInteger.valueOf(MICROS))
        .add(scale.shiftRight(1))
        .divide(scale)
        .longValueExact();
  }

  /** What is listed beyond the end of a pass is left out. */
  private static List<Segment> cut(List<Segment> segments, long loop) {
    final List<Segment> kept = new ArrayList<>();
    long at = 0;
    for (Segment segment : segments) {
      if (at >= loop) {
        break;
      }
      final long duration = length(List.of(segment));
      kept.add(at + duration > loop ? lasting(segment, new MediaTime(loop - at, MICROS)) : segment);
      at += duration;
    }
    return kept;
  }

  /**
   * A track that is much shorter than the pass gets gaps up to its end: a new segment must come at
   * the latest 1.5 target durations after the last (draft-pantos-hls-rfc8216bis section 6.2.1), and
   * a shorter hole is what dates are for.
   */
  private static List<Segment> filled(List<Segment> segments, long loop, Duration target) {
    final long hole = loop - length(segments);
    final long longest = target.toMillis() * 1000;
    final long first = length(segments.subList(0, 1));
    if (hole <= 0 || first + hole <= longest * 3 / 2) {
      return segments;
    }
    final List<Segment> all = new ArrayList<>(segments);
    final long count = Math.ceilDiv(hole, longest);
    for (long i = 0; i < count; i++) {
      final long duration = hole * (i + 1) / count - hole * i / count;
      all.add(gap(segments.getLast(), new MediaTime(duration, MICROS)));
    }
    return all;
  }

  private static Segment gap(Segment like, MediaTime duration) {
    return Segment.builder(0, NOTHING, duration)
        .gap(true)
        .initialization(like.initialization())
        .keys(like.keys())
        .build();
  }

  private static Segment lasting(Segment s, MediaTime duration) {
    return s.toBuilder().duration(duration).build();
  }

  /** The earliest time of all tracks: the same for all, or they would slip against each other. */
  private static Optional<MediaTime> earliest(List<Track> tracks) {
    return tracks.stream()
        .filter(Programmes::isMedia)
        .flatMap(t -> t.segments().getFirst().start().stream())
        .min((a, b) -> a.duration().compareTo(b.duration()));
  }

  /** The track with the media time of its pass's beginning. */
  private static Track placed(
      Track track, String name, List<Segment> segments, Optional<MediaTime> zero) {
    final Optional<Period> period =
        track
            .period()
            .or(() ->
                segments
                    .getFirst()
                    .start()
                    .flatMap(s ->
                        zero.map(z -> new Period("", Duration.ZERO, scaled(z, s.timescale())))));
    return track.toBuilder()
        .id(name)
        .addressing(Optional.empty())
        .period(period)
        .segments(segments)
        .build();
  }

  private static MediaTime scaled(MediaTime time, long timescale) {
    return new MediaTime(
        BigInteger.valueOf(time.ticks())
            .multiply(BigInteger.valueOf(timescale))
            .divide(BigInteger.valueOf(time.timescale()))
            .longValueExact(),
        timescale);
  }
}
