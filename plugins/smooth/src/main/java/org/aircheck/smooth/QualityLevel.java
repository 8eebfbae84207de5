package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/**
 * One quality level of a stream ([MS-SSTR] section 2.2.2.5), which is a track.
 *
 * @param addressing its fragments' addresses, and the unit of their times
 * @param warnings what is odd is added to them
 */
record QualityLevel(Element stream, Element level, Addressing addressing, Warnings warnings) {
  private static final int MOST_PIXELS = 1 << 16;

  /** The track. */
  Track track(TrackIds ids, List<Run> runs) {
    final TrackKind kind = kind();
    final Coding coding = Coding.of(stream, level, kind);
    final Traits traits = traits(coding);
    final long timescale = addressing.timescale();
    final Optional<Initialization> initialization =
        coding
            .entry()
            .map(entry ->
                Initialization.computed(
                    kind == TrackKind.AUDIO ? "audio/mp4" : "video/mp4",
                    InitializationSection.of(kind, timescale, traits.resolution(), entry)));
    if (initialization.isEmpty()) {
      warnings.add(level, "no initialization section is known for " + coding.fourCc());
    }
    final Track.Builder track =
        Track.builder(ids.next(described(kind, traits)), kind)
            .traits(traits)
            .addressing(addressing)
            .segments(segments(runs, initialization));
    return kind == TrackKind.VIDEO
        ? track.uses(Set.of("audio:", "subtitles:")).build()
        : track.group(kind.name().toLowerCase(Locale.ROOT) + ":").build();
  }

  private List<Segment> segments(List<Run> runs, Optional<Initialization> initialization) {
    final long timescale = addressing.timescale();
    final List<Segment> segments = new ArrayList<>();
    for (Run run : runs) {
      final MediaTime duration = new MediaTime(run.duration(), timescale);
      for (long i = 0; i < run.count(); i++) {
        final long time = run.time() + i * run.duration();
        segments.add(
            Segment.builder(time, addressing.at(time), duration)
                .start(new MediaTime(time, timescale))
                .initialization(initialization)
                .build());
      }
    }
    return segments;
  }

  private TrackKind kind() {
    return switch (stream.attribute("type").orElse("").toLowerCase(Locale.ROOT)) {
      case "audio" -> TrackKind.AUDIO;
      case "text" -> TrackKind.SUBTITLES;
      default -> TrackKind.VIDEO;
    };
  }

  private Traits traits(Coding coding) {
    final long width = size("maxwidth", "width");
    final long height = size("maxheight", "height");
    return new Traits(
        level.number("bitrate"),
        width > 0 && height > 0
            ? Optional.of(new Traits.Resolution((int) width, (int) height))
            : Optional.empty(),
        OptionalDouble.empty(),
        coding.codecs(),
        stream.attribute("language").filter(l -> !l.isBlank()),
        stream.attribute("name").filter(n -> !n.isBlank()));
  }

  private long size(String first, String second) {
    final long stated = level.number(first).orElse(level.number(second).orElse(0));
    return stated < MOST_PIXELS ? stated : 0;
  }

  private static String described(TrackKind kind, Traits traits) {
    return Stream.of(
            Stream.of(kind.name().toLowerCase(Locale.ROOT)),
            traits.resolution().stream().map(Object::toString),
            traits.language().stream(),
            traits.name().stream().filter(n -> kind != TrackKind.VIDEO),
            traits.bandwidth().stream().mapToObj(Long::toString))
        .flatMap(s -> s)
        .collect(Collectors.joining("-"));
  }
}
