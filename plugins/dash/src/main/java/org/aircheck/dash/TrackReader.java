package org.aircheck.dash;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.spi.Period;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/** Reads what describes a representation. */
final class TrackReader {
  private static final String TRICK_MODE = "http://dashif.org/guidelines/trickmode";
  private static final Set<String> TEXT = Set.of("stpp", "wvtt", "ttml", "vtt", "srt");

  private TrackReader() {}

  /**
   * The period that a representation stands in.
   *
   * @param name what tells its tracks from those of other periods; empty in the first one
   * @param id as written, or its start
   */
  record Place(String name, String id, Duration start) {}

  /** The track that a representation is. */
  static Track track(
      Levels levels, TrackIds ids, Place place, SegmentReader.Listing listing, Warnings warnings) {
    final String period = place.name();
    final TrackKind kind = kind(levels, warnings);
    final Traits traits = traits(levels);
    final String representation = levels.innermost().attribute("id").orElse("");
    final Set<String> uses =
        kind == TrackKind.VIDEO ? Set.of("audio:" + period, "subtitles:" + period) : Set.of();
    final Optional<String> group =
        switch (kind) {
          case AUDIO -> Optional.of("audio:" + period);
          case SUBTITLES -> Optional.of("subtitles:" + period);
          case VIDEO, IFRAMES, THUMBNAILS -> Optional.empty();
        };
    return Track.builder(ids.next(kind, traits, representation, period), kind)
        .traits(traits)
        .group(group)
        .uses(uses)
        .addressing(listing.addressing())
        .period(new Period(place.id(), place.start(), listing.offset()))
        .segments(listing.segments())
        .build();
  }

  private static TrackKind kind(Levels levels, Warnings warnings) {
    if (levels
        .all("EssentialProperty")
        .anyMatch(p -> p.attribute("schemeIdUri").filter(TRICK_MODE::equals).isPresent())) {
      return TrackKind.IFRAMES;
    }
    final String mime = levels.attribute("mimeType").orElse("").toLowerCase(Locale.ROOT);
    final String codecs = levels.attribute("codecs").orElse("").toLowerCase(Locale.ROOT);
    final String type =
        levels
            .attribute("contentType")
            .orElse(mime.contains("/") ? mime.substring(0, mime.indexOf('/')) : mime)
            .toLowerCase(Locale.ROOT);
    if (TEXT.contains(codecs.split("[.,]", 2)[0])
        || mime.contains("ttml")
        || mime.contains("vtt")) {
      return TrackKind.SUBTITLES;
    }
    return switch (type) {
      case "video" -> TrackKind.VIDEO;
      case "audio" -> TrackKind.AUDIO;
      case "text" -> TrackKind.SUBTITLES;
      case "image" -> TrackKind.THUMBNAILS;
      default -> guessed(levels, codecs, warnings);
    };
  }

  private static TrackKind guessed(Levels levels, String codecs, Warnings warnings) {
    if (levels.attribute("width").isPresent()) {
      return TrackKind.VIDEO;
    }
    if (codecs.startsWith("mp4a") || levels.attribute("audioSamplingRate").isPresent()) {
      return TrackKind.AUDIO;
    }
    warnings.add(levels.innermost(), "neither contentType nor mimeType; taken for video");
    return TrackKind.VIDEO;
  }

  private static Traits traits(Levels levels) {
    final OptionalLong width = Numbers.whole(levels.attribute("width"));
    final OptionalLong height = Numbers.whole(levels.attribute("height"));
    final boolean sized =
        width.orElse(0) > 0
            && height.orElse(0) > 0
            && width.getAsLong() < 1 << 20
            && height.getAsLong() < 1 << 20;
    return new Traits(
        Numbers.whole(levels.innermost().attribute("bandwidth")),
        sized
            ? Optional.of(new Traits.Resolution((int) width.getAsLong(), (int) height.getAsLong()))
            : Optional.empty(),
        levels.attribute("frameRate").map(Numbers::rate).orElse(OptionalDouble.empty()),
        levels.attribute("codecs"),
        levels.attribute("lang"),
        name(levels));
  }

  private static Optional<String> name(Levels levels) {
    final List<Element> labels = levels.all("Label").toList();
    return labels.isEmpty() || labels.getLast().text().isEmpty()
        ? levels.attribute("label")
        : Optional.of(labels.getLast().text());
  }
}
