package org.aircheck.hls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.aircheck.spi.Warning;

/** What a media playlist says of itself as a whole. */
final class PlaylistHeader {
  /**
   * Tags of the whole playlist that other methods read, or that describe what is never requested
   * here.
   */
  private static final Set<String> OWN =
      Set.of(
          "#EXTM3U",
          "#EXT-X-VERSION",
          "#EXT-X-TARGETDURATION",
          "#EXT-X-MEDIA-SEQUENCE",
          "#EXT-X-DISCONTINUITY-SEQUENCE",
          "#EXT-X-ENDLIST",
          "#EXT-X-PART-INF",
          "#EXT-X-PART",
          "#EXT-X-PRELOAD-HINT",
          "#EXT-X-RENDITION-REPORT",
          "#EXT-X-SERVER-CONTROL",
          "#EXT-X-PLAYLIST-TYPE");

  private static final Set<String> KEPT =
      Set.of(
          "#EXT-X-INDEPENDENT-SEGMENTS",
          "#EXT-X-I-FRAMES-ONLY",
          "#EXT-X-IMAGES-ONLY",
          "#EXT-X-START",
          "#EXT-X-ALLOW-CACHE");

  private static final Duration LONGEST_TARGET = Duration.ofDays(1);

  private final List<Warning> warnings;
  private final List<String> extras = new ArrayList<>();
  private Optional<Duration> target = Optional.empty();
  private Optional<Duration> part = Optional.empty();
  private long mediaSequence;
  private long discontinuitySequence;
  private boolean ended;
  private boolean growing;

  PlaylistHeader(List<Warning> warnings) {
    this.warnings = warnings;
  }

  void take(Line line) {
    final String value = line.value().orElse("");
    switch (line.tag()) {
      case "#EXT-X-TARGETDURATION" -> target(line, value);
      case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = number(line, value);
      case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence = number(line, value);
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-PLAYLIST-TYPE" -> growing = value.strip().equals("EVENT");
      case "#EXT-X-PART-INF" ->
          part =
              Attributes.of(value, Variables.none())
                  .text("PART-TARGET")
                  .flatMap(Decimal::seconds)
                  .map(t -> t.duration());
      default -> {
        if (KEPT.contains(line.tag())) {
          extras.add(line.text());
        }
      }
    }
  }

  /** Whether a tag is one of the whole playlist's, not of the segment behind it. */
  boolean knows(Line line) {
    return OWN.contains(line.tag()) || KEPT.contains(line.tag());
  }

  long mediaSequence() {
    return mediaSequence;
  }

  long discontinuitySequence() {
    return discontinuitySequence;
  }

  boolean ended() {
    return ended;
  }

  /** Whether nothing is removed (RFC 8216 section 4.3.3.5). */
  boolean growing() {
    return growing;
  }

  Optional<Duration> target() {
    return target;
  }

  List<String> extras() {
    return extras;
  }

  /**
   * A part at a time where there are parts, else half a target duration (RFC 8216 section 6.3.4),
   * or half a segment where segments are shorter than they may be: each brings a version of its
   * own.
   */
  Optional<Duration> pace(Optional<Duration> targetDuration, Optional<Duration> lastSegment) {
    if (ended) {
      return Optional.empty();
    }
    final Optional<Duration> whole =
        Stream.of(targetDuration, lastSegment)
            .flatMap(Optional::stream)
            .filter(Duration::isPositive)
            .min(Duration::compareTo)
            .map(d -> d.dividedBy(2));
    return part.filter(Duration::isPositive).or(() -> whole);
  }

  private void target(Line line, String value) {
    final Optional<Duration> read =
        Decimal.seconds(value).map(t -> t.duration()).filter(d -> d.compareTo(LONGEST_TARGET) <= 0);
    if (read.isEmpty()) {
      warnings.add(new Warning(line.number(), "a target duration that can't be read: " + value));
    } else if (read.get().toNanosPart() != 0) {
      warnings.add(
          new Warning(line.number(), "a target duration that is no whole number: " + value));
    }
    target = read.or(() -> target);
  }

  private long number(Line line, String value) {
    try {
      final long number = Long.parseLong(value.strip());
      if (number >= 0 && number < Long.MAX_VALUE / 4) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    warnings.add(
        new Warning(
            line.number(), line.tag().substring(1) + " is no number: " + value + "; taken for 0"));
    return 0;
  }
}
