package org.aircheck.hls;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Timing;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Warning;

/** Reads a media playlist: one track with its segments. For one playlist. */
final class MediaPlaylistReader {
  private static final int MOST_SEGMENTS = 200_000;

  private final URI playlist;
  private final Variables variables;
  private final List<Warning> warnings;
  private final PlaylistHeader header;
  private final KeyReader keys;
  private final ByteRanges ranges = new ByteRanges();
  private final List<Segment> segments = new ArrayList<>();
  private SegmentTags pending = new SegmentTags();
  private Optional<Initialization> initialization = Optional.empty();
  private Optional<Instant> clock = Optional.empty();
  private long sequence;
  private long discontinuities;

  MediaPlaylistReader(URI playlist, Variables variables, List<Warning> warnings) {
    this.playlist = playlist;
    this.variables = variables;
    this.warnings = warnings;
    this.header = new PlaylistHeader(warnings);
    this.keys = new KeyReader(playlist);
  }

  Presentation read(List<Line> lines) throws MalformedManifestException {
    // The spec has these in front of the first segment; players take them wherever they stand.
    lines.stream().filter(Line::isTag).forEach(header::take);
    sequence = header.mediaSequence();
    discontinuities = header.discontinuitySequence();
    for (Line line : lines) {
      if (line.isAddress()) {
        segment(line);
      } else if (line.isTag()) {
        tag(line);
      }
      variables.checkSize(line.number());
    }
    final Optional<Duration> target = header.target().or(this::longest);
    if (header.target().isEmpty()) {
      warnings.add(new Warning(0, "no target duration; the longest segment is taken for it"));
    }
    return new Presentation(
        List.of(track()),
        header.ended(),
        header.growing(),
        target,
        header.pace(target, last()),
        Timing.NONE,
        List.of(),
        Stream.concat(header.extras().stream(), trailing()).toList(),
        warnings);
  }

  private Track track() {
    return Track.builder("media", TrackKind.VIDEO).segments(segments).build();
  }

  /** Date ranges behind the last segment: they say themselves when they are. */
  private Stream<String> trailing() {
    return pending.extras().stream().filter(e -> e.startsWith("#EXT-X-DATERANGE"));
  }

  private void tag(Line line) {
    switch (line.tag()) {
      case "#EXT-X-KEY" -> keys.take(attributes(line), w -> warn(line, w));
      case "#EXT-X-MAP" -> map(line, attributes(line));
      case "#EXT-X-DEFINE" -> variables.define(attributes(line)).ifPresent(w -> warn(line, w));
      case "#EXT-X-SKIP" -> skip(attributes(line));
      case "#EXT-X-DISCONTINUITY" -> {
        discontinuities++;
        clock = Optional.empty();
        pending.breaks();
      }
      default -> {
        if (!header.knows(line)) {
          pending.take(line, w -> warn(line, w));
        }
      }
    }
  }

  private Attributes attributes(Line line) {
    final Attributes attributes = Attributes.of(line.value().orElse(""), variables);
    attributes.oddities().forEach(o -> warn(line, o));
    return attributes;
  }

  private void map(Line line, Attributes attributes) {
    final Optional<URI> uri =
        attributes
            .text("URI")
            .flatMap(r -> References.resolve(playlist, r))
            .filter(References::isHttp);
    if (uri.isEmpty()) {
      warn(line, "EXT-X-MAP without an http or https address; ignored");
      return;
    }
    final Optional<String> text = attributes.text("BYTERANGE");
    final Optional<ByteRange> range = text.flatMap(r -> ByteRanges.parse(r, 0));
    if (text.isPresent() && range.isEmpty()) {
      warn(line, "a byte range that can't be read: " + text.get() + "; the whole is taken");
    }
    initialization = Optional.of(new Initialization(uri.get(), range, keys.current(sequence)));
  }

  /**
   * A delta update: the segments are in the version before (draft-pantos-hls-rfc8216bis section
   * 4.4.5.2).
   */
  private void skip(Attributes attributes) {
    sequence += Math.min(attributes.number("SKIPPED-SEGMENTS").orElse(0), Integer.MAX_VALUE);
  }

  private void segment(Line line) throws MalformedManifestException {
    if (segments.size() >= MOST_SEGMENTS) {
      throw new MalformedManifestException(
          "more than " + MOST_SEGMENTS + " segments", line.number());
    }
    final SegmentTags tags = pending;
    pending = new SegmentTags();
    if (!tags.hasDuration()) {
      warn(line, "an address without EXTINF; its duration is taken for 0");
    }
    final Optional<Instant> date = tags.date().or(() -> clock);
    clock = date.flatMap(d -> later(d, tags.duration()));
    variables.undefined(line.text()).ifPresent(w -> warn(line, w));
    final Optional<URI> uri =
        References.resolve(playlist, variables.substitute(line.text())).filter(References::isHttp);
    if (uri.isPresent()) {
      segments.add(segment(line, tags, uri.get(), date));
    } else {
      warn(line, "no http or https address: " + line.text() + "; ignored");
      if (tags.discontinuity()) {
        pending.breaks(); // the one behind it is the first now
      }
    }
    sequence++;
  }

  private Segment segment(Line line, SegmentTags tags, URI uri, Optional<Instant> date) {
    return Segment.builder(sequence, uri, tags.duration())
        .discontinuitySequence(discontinuities)
        .discontinuity(tags.discontinuity())
        .gap(tags.gap())
        .range(tags.range().flatMap(r -> range(line, uri, r)))
        .programDateTime(date)
        .initialization(initialization)
        .keys(keys.current(sequence))
        .title(tags.title())
        .extras(tags.extras())
        .build();
  }

  private Optional<ByteRange> range(Line line, URI uri, String text) {
    final boolean placed = ranges.isPlaced(uri, text);
    final Optional<ByteRange> range = ranges.next(uri, text);
    if (range.isEmpty()) {
      warn(line, "a byte range that can't be read: " + text + "; the whole resource is taken");
    } else if (!placed) {
      warn(line, "a byte range that follows upon none; taken from the resource's beginning");
    }
    return range;
  }

  private static Optional<Instant> later(Instant instant, MediaTime duration) {
    try {
      return Optional.of(instant.plus(duration.duration()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Optional<Duration> last() {
    return segments.isEmpty()
        ? Optional.empty()
        : Optional.of(segments.getLast().duration().duration());
  }

  private Optional<Duration> longest() {
    return segments.stream()
        .map(s -> s.duration().duration())
        .max(Duration::compareTo)
        .map(d -> Duration.ofSeconds(d.toSeconds() + (d.toNanosPart() > 0 ? 1 : 0)));
  }

  private void warn(Line line, String message) {
    warnings.add(new Warning(line.number(), message));
  }
}
