package org.aircheck.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * Writes a media playlist. A playlist counts its segments itself: their numbers must follow each
 * other. For one playlist.
 */
final class HlsWriter {
  private static final int MOST_MARKS = 64;
  private static final String VERSION = "#EXT-X-VERSION:";

  private final StringBuilder out = new StringBuilder(4096);
  private Optional<Initialization> initialization = Optional.empty();
  private Optional<Instant> clock = Optional.empty();
  private final KeyWriter keys = new KeyWriter(this::line);

  private HlsWriter() {}

  static String write(Presentation presentation) {
    final HlsWriter writer = new HlsWriter();
    writer.playlist(presentation);
    return writer.out.toString();
  }

  private void playlist(Presentation presentation) {
    if (presentation.tracks().size() != 1
        || presentation.tracks().getFirst().manifest().isPresent()) {
      throw new IllegalArgumentException("a media playlist has one track, with its segments");
    }
    final Track track = presentation.tracks().getFirst();
    line("#EXTM3U");
    line(VERSION + Math.max(version(presentation), stated(presentation)));
    line("#EXT-X-TARGETDURATION:" + target(presentation, track));
    if (presentation.growing()) {
      line("#EXT-X-PLAYLIST-TYPE:EVENT");
    }
    long discontinuities = 0;
    if (!track.segments().isEmpty()) {
      final Segment first = track.segments().getFirst();
      line("#EXT-X-MEDIA-SEQUENCE:" + first.sequence());
      discontinuities = first.discontinuitySequence() - (first.discontinuity() ? 1 : 0);
      if (discontinuities > 0) {
        line("#EXT-X-DISCONTINUITY-SEQUENCE:" + discontinuities);
      }
    }
    presentation.extras().stream()
        .filter(e -> !isDateRange(e) && !e.startsWith(VERSION))
        .forEach(this::line);
    for (Segment segment : track.segments()) {
      segment(segment, segment.discontinuitySequence() - discontinuities);
      discontinuities = segment.discontinuitySequence();
    }
    // The reader keeps those here that stood behind the last segment.
    presentation.extras().stream().filter(HlsWriter::isDateRange).forEach(this::line);
    if (presentation.ended()) {
      line("#EXT-X-ENDLIST");
    }
  }

  private static boolean isDateRange(String extra) {
    return extra.startsWith("#EXT-X-DATERANGE");
  }

  /**
   * Writes one segment.
   *
   * @param marks how many discontinuities are in front of it
   */
  private void segment(Segment segment, long marks) {
    if (segment.discontinuity()) {
      for (long i = Math.clamp(marks, 1, MOST_MARKS); i > 0; i--) {
        line("#EXT-X-DISCONTINUITY");
      }
      // A player that joins here must not need what stood in front of it.
      initialization = Optional.empty();
      clock = Optional.empty();
      keys.repeat();
    }
    map(segment);
    keys.write(segment.keys(), segment.sequence());
    segment
        .programDateTime()
        .filter(d -> !clock.equals(Optional.of(d)))
        .ifPresent(d -> line("#EXT-X-PROGRAM-DATE-TIME:" + d));
    clock = segment.programDateTime().flatMap(d -> later(d, segment.duration()));
    segment.extras().forEach(this::line);
    if (segment.gap()) {
      line("#EXT-X-GAP");
    }
    line("#EXTINF:" + decimal(segment.duration()) + "," + segment.title());
    segment.range().ifPresent(r -> line("#EXT-X-BYTERANGE:" + r));
    line(segment.uri().toString());
  }

  private static Optional<Instant> later(Instant instant, MediaTime duration) {
    try {
      return Optional.of(instant.plus(duration.duration()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The keys in front of an EXT-X-MAP are its own (RFC 8216 section 4.3.2.5). */
  private void map(Segment segment) {
    final Optional<Initialization> wanted = segment.initialization();
    if (wanted.isPresent() && !wanted.equals(initialization)) {
      final Initialization map = wanted.get();
      keys.writeStated(map.keys());
      final String range =
          map.range().map(ByteRange::toString).map(r -> ",BYTERANGE=\"" + r + "\"").orElse("");
      line("#EXT-X-MAP:URI=\"" + map.uri() + "\"" + range);
    }
    initialization = wanted;
  }

  private void line(String text) {
    out.append(text.replace('\n', ' ').replace('\r', ' ')).append('\n');
  }

  /** A version that is asked for, whatever is listed. */
  private static int stated(Presentation presentation) {
    return presentation.extras().stream()
        .filter(e -> e.matches(VERSION + "\\d{1,3}"))
        .mapToInt(e -> Integer.parseInt(e.substring(VERSION.length())))
        .max()
        .orElse(0);
  }

  /** The lowest version that has all that is used (RFC 8216 section 7). */
  private static int version(Presentation presentation) {
    final List<Segment> segments = presentation.tracks().getFirst().segments();
    final boolean iframes =
        presentation.extras().stream().anyMatch(e -> e.startsWith("#EXT-X-I-FRAMES-ONLY"));
    if (segments.stream().anyMatch(Segment::gap)) {
      return 8; // what the drafts that brought EXT-X-GAP asked for
    }
    if (segments.stream().anyMatch(s -> s.initialization().isPresent())) {
      return iframes ? 5 : 6;
    }
    if (segments.stream().flatMap(s -> s.keys().stream()).anyMatch(HlsWriter::isOfVersion5)) {
      return 5;
    }
    return iframes || segments.stream().anyMatch(s -> s.range().isPresent()) ? 4 : 3;
  }

  private static boolean isOfVersion5(Key key) {
    return !key.format().equals("identity")
        || key.formatVersions().isPresent()
        || key.method().startsWith("SAMPLE-AES");
  }

  private static long target(Presentation presentation, Track track) {
    final Duration longest =
        track.segments().stream()
            .map(s -> s.duration().duration())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    final long rounded = longest.plusMillis(500).toSeconds();
    return Math.max(
        1,
        Math.max(
            rounded,
            presentation.targetDuration().map(t -> t.plusMillis(500).toSeconds()).orElse(0L)));
  }

  private static String decimal(MediaTime time) {
    return BigDecimal.valueOf(time.ticks())
        .divide(BigDecimal.valueOf(time.timescale()), 9, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
