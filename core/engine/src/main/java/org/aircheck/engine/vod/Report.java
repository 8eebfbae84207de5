package org.aircheck.engine.vod;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * What a stream's owner should know before it goes on air.
 *
 * @param stream the stream's name
 * @param protocol of its manifest
 * @param loop the length of a pass, in microseconds
 * @param target the target duration, in seconds
 * @param renditions one line each
 * @param warnings what is odd, each with what a player would do
 */
public record Report(
    String stream,
    String protocol,
    long loop,
    long target,
    List<Rendition> renditions,
    List<String> warnings) {
  private static final long MICROS = 1_000_000;

  /** Less than a player notices: two pictures at 25 a second. */
  private static final long NOTABLE = 80_000;

  private static final long FRAGMENT = 100_000;

  /** Copies the lists. */
  public Report {
    renditions = List.copyOf(renditions);
    warnings = List.copyOf(warnings);
  }

  /**
   * A rendition.
   *
   * @param stated the sum of the manifest's durations, in microseconds
   * @param measured the sum of the measured ones; empty when they were not measured
   * @param farthest how far a segment's duration is from its manifest's at most
   * @param hole what is missing at each seam, in microseconds
   * @param missing how many segments are not there
   */
  public record Rendition(
      String name,
      TrackKind kind,
      int segments,
      long stated,
      Optional<Long> measured,
      long farthest,
      long hole,
      int missing) {}

  /** The report on a stream, with what was measured of it. */
  public static Report of(VodStream stream, Measurements measurements) {
    final List<String> warnings = new ArrayList<>(stream.problems());
    final List<Track> tracks =
        stream.tracks().stream()
            .map(t ->
                t.track()
                    .withSegments(Lengths.measured(t.track(), measurements).applied(t.track())))
            .toList();
    final long loop = Programmes.loop(tracks);
    final long earliest = earliest(tracks);
    final List<Rendition> renditions = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      final VodTrack raw = stream.tracks().get(i);
      final Track track = tracks.get(i);
      final long total = Programmes.length(track.segments());
      final long late = isMedia(track) ? start(track) - earliest : 0;
      final boolean measured =
          raw.track().segments().stream().anyMatch(s -> measurements.times(s).isPresent());
      final Rendition rendition =
          new Rendition(
              raw.name(),
              track.kind(),
              track.segments().size(),
              Programmes.length(raw.track().segments()),
              measured ? Optional.of(total) : Optional.empty(),
              farthest(raw.track(), measurements),
              isMedia(track) ? Math.max(0, loop - total) + Math.max(0, late) : 0,
              (int) track.segments().stream().filter(Segment::gap).count());
      renditions.add(rendition);
      judge(rendition, track, late, warnings);
    }
    aligned(stream, tracks, warnings);
    discontinuities(stream, tracks, warnings);
    final long target =
        tracks.stream()
            .flatMap(t -> t.segments().stream())
            .filter(s -> !s.gap())
            .mapToLong(s -> s.duration().duration().plusMillis(500).toSeconds())
            .max()
            .orElse(1);
    return new Report(
        stream.name(), stream.protocol(), loop, Math.max(1, target), renditions, warnings);
  }

  private static boolean isMedia(Track track) {
    return track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO;
  }

  private static long earliest(List<Track> tracks) {
    return tracks.stream().filter(Report::isMedia).mapToLong(Report::start).min().orElse(0);
  }

  private static long start(Track track) {
    return track.segments().getFirst().start().map(Report::micros).orElse(0L);
  }

  private static long micros(MediaTime time) {
    return time.duration().toNanos() / 1000;
  }

  private static long farthest(Track track, Measurements measurements) {
    long farthest = 0;
    for (Segment segment : track.segments()) {
      final Optional<Times> times = measurements.times(segment);
      if (times.isPresent()) {
        final Times t = times.get();
        final long measured = micros(new MediaTime(t.end() - t.first(), t.timescale()));
        farthest = Math.max(farthest, Math.abs(measured - micros(segment.duration())));
      }
    }
    return farthest;
  }

  private static void judge(Rendition rendition, Track track, long late, List<String> warnings) {
    if (rendition.farthest() > NOTABLE) {
      warnings.add(
          rendition.name()
              + ": durations in the playlist are up to "
              + millis(rendition.farthest())
              + " off; the measured ones are used");
    }
    if (rendition.hole() >= NOTABLE) {
      final String why =
          late >= NOTABLE
              ? " (it begins " + millis(late) + " late)"
              : " (it is shorter than the longest)";
      warnings.add(
          rendition.name()
              + ": a hole of "
              + millis(rendition.hole())
              + " at each seam"
              + why
              + "; players may stall for as long, or skip it");
    }
    final long last = Programmes.length(List.of(track.segments().getLast()));
    if (last < FRAGMENT && track.segments().size() > 1 && isMedia(track)) {
      warnings.add(
          rendition.name()
              + ": the last segment lasts only "
              + millis(last)
              + "; take it out of the playlist, some players stumble over it");
    }
    final Segment longest =
        track.segments().stream()
            .max((a, b) -> a.duration().duration().compareTo(b.duration().duration()))
            .orElseThrow();
    if (!isMedia(track) && Programmes.length(List.of(longest)) > 30 * MICROS) {
      warnings.add(
          rendition.name()
              + ": a segment of "
              + seconds(Programmes.length(List.of(longest)))
              + " makes that the target duration of all renditions; players start three of them behind");
    }
  }

  /** Variants whose segments begin at other times than the first one's. */
  private static void aligned(VodStream stream, List<Track> tracks, List<String> warnings) {
    Optional<List<Long>> reference = Optional.empty();
    for (int i = 0; i < tracks.size(); i++) {
      final Track track = tracks.get(i);
      if (track.kind() == TrackKind.VIDEO && track.group().isEmpty()) {
        final List<Long> starts = starts(track);
        if (reference.isEmpty()) {
          reference = Optional.of(starts);
        } else {
          final List<Long> first = reference.get();
          int off = Math.abs(first.size() - starts.size());
          for (int n = 0; n < Math.min(first.size(), starts.size()); n++) {
            off += Math.abs(first.get(n) - starts.get(n)) > NOTABLE ? 1 : 0;
          }
          if (off > 0) {
            warnings.add(
                stream.tracks().get(i).name()
                    + ": "
                    + off
                    + " segments begin at other times than those of "
                    + stream.tracks().getFirst().name()
                    + "; players that switch between them repeat or lose pictures");
          }
        }
      }
    }
  }

  private static List<Long> starts(Track track) {
    final List<Long> starts = new ArrayList<>();
    long at = 0;
    for (Segment segment : track.segments()) {
      starts.add(at);
      at += Programmes.length(List.of(segment));
    }
    return starts;
  }

  private static void discontinuities(VodStream stream, List<Track> tracks, List<String> warnings) {
    final Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < tracks.size(); i++) {
      if (isMedia(tracks.get(i))) {
        counts.put(
            stream.tracks().get(i).name(),
            tracks.get(i).segments().stream().filter(Segment::discontinuity).count());
      }
    }
    if (counts.values().stream().distinct().count() > 1) {
      warnings.add(
          "renditions have different numbers of discontinuities "
              + counts
              + "; those that lack some get them at the nearest segments");
    }
  }

  /** By how much the totals of pictures and sound differ, in microseconds. */
  public long unequal() {
    final LongSummaryStatistics totals =
        renditions.stream()
            .filter(r -> r.kind() == TrackKind.VIDEO || r.kind() == TrackKind.AUDIO)
            .mapToLong(r -> r.measured().orElse(r.stated()))
            .summaryStatistics();
    return totals.getCount() == 0 ? 0 : totals.getMax() - totals.getMin();
  }

  /** Such as {@code 24.021 s}. */
  public static String seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).setScale(3, RoundingMode.HALF_UP) + " s";
  }

  /** Such as {@code 21 ms}. */
  public static String millis(long micros) {
    return String.format(Locale.ROOT, "%d ms", Math.round(micros / 1000.0));
  }
}
