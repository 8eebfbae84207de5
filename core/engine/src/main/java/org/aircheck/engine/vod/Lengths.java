package org.aircheck.engine.vod;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * How long each segment of a track is taken to be, and when it begins on the media's own timeline.
 *
 * @param durations one for each segment
 * @param starts one for each segment, where it is known
 */
record Lengths(List<MediaTime> durations, List<Optional<MediaTime>> starts) {
  private static final long NOTABLE_MILLIS = 100;

  Lengths {
    durations = List.copyOf(durations);
    starts = List.copyOf(starts);
  }

  /** As the manifest says. */
  static Lengths stated(Track track) {
    return new Lengths(
        track.segments().stream().map(Segment::duration).toList(),
        track.segments().stream().map(Segment::start).toList());
  }

  /** As measured; where that was not possible, as the manifest says. */
  static Lengths measured(Track track, Measurements measurements) {
    final List<MediaTime> durations = new ArrayList<>();
    final List<Optional<MediaTime>> starts = new ArrayList<>();
    for (Segment segment : track.segments()) {
      final Optional<Times> times = measurements.times(segment);
      final Optional<MediaTime> found =
          times.map(t -> new MediaTime(t.end() - t.first(), t.timescale()));
      durations.add(
          found
              .filter(d -> isCredible(d, segment.duration()))
              .filter(d -> segment.start().isEmpty() || isNotable(d, segment.duration()))
              .orElse(segment.duration()));
      // Where the manifest has a timeline of its own (DASH), that is the one which players use.
      starts.add(segment.start().or(() -> times.map(t -> new MediaTime(t.first(), t.timescale()))));
    }
    return new Lengths(durations, starts);
  }

  /** Times that jump within a segment would make it last for hours. */
  private static boolean isCredible(MediaTime measured, MediaTime stated) {
    return measured
            .duration()
            .compareTo(stated.duration().multipliedBy(10).plus(Duration.ofSeconds(30)))
        <= 0;
  }

  private static boolean isNotable(MediaTime measured, MediaTime stated) {
    return measured.duration().minus(stated.duration()).abs().toMillis() > NOTABLE_MILLIS;
  }

  /** The track's segments with these lengths. */
  List<Segment> applied(Track track) {
    final List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < durations.size(); i++) {
      final Segment s = track.segments().get(i);
      segments.add(s.toBuilder().duration(durations.get(i)).start(starts.get(i)).build());
    }
    return segments;
  }
}
