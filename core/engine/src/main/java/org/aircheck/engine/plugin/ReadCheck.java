package org.aircheck.engine.plugin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Period;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * Whether what a plugin made of a manifest or a segment can be worked with: a manifest is
 * anybody's, and a number that a plugin hands on unseen must not end a recording, nor fill the
 * memory.
 */
final class ReadCheck {
  private static final int MOST_SEGMENTS = 2_000_000;
  private static final int MOST_TRACKS = 10_000;
  private static final int LONGEST_ID = 200;

  /** More than any encoder looks ahead; the protocol knows of a handful. */
  private static final int MOST_AHEAD = 16;

  /**
   * In seconds, some 30,000 years: the sum of as many times as there can be segments, and an
   * instant that lies so much later, can still be told.
   */
  private static final long FARTHEST = 1_000_000_000_000L;

  private ReadCheck() {}

  /**
   * The same presentation.
   *
   * @throws IllegalArgumentException when it can't be worked with
   */
  static Presentation of(Presentation presentation) {
    if (presentation.tracks().size() > MOST_TRACKS) {
      throw new IllegalArgumentException("more than " + MOST_TRACKS + " tracks");
    }
    final long segments = presentation.tracks().stream().mapToLong(t -> t.segments().size()).sum();
    if (segments > MOST_SEGMENTS) {
      throw new IllegalArgumentException("more than " + MOST_SEGMENTS + " segments");
    }
    presentation.tracks().forEach(ReadCheck::check);
    presentation.companions().forEach(ReadCheck::check);
    checkTime("the target duration", presentation.targetDuration());
    checkTime("the pace", presentation.pace());
    checkTime("the buffer", presentation.timing().buffer());
    checkDate("the end of validity", presentation.timing().until());
    checkDate("the begin", presentation.timing().begin());
    presentation.timing().location().ifPresent(ReadCheck::check);
    return presentation;
  }

  /**
   * The same segments.
   *
   * @throws IllegalArgumentException when they can't be worked with
   */
  static List<Segment> ahead(List<Segment> segments) {
    if (segments.size() > MOST_AHEAD) {
      throw new IllegalArgumentException("more than " + MOST_AHEAD + " segments ahead");
    }
    segments.forEach(ReadCheck::check);
    return List.copyOf(segments);
  }

  private static void check(Track track) {
    if (track.id().length() > LONGEST_ID || track.id().chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a track's id is of more than " + LONGEST_ID + " printable characters");
    }
    track.manifest().ifPresent(ReadCheck::check);
    checkTime("a period's start", track.period().map(Period::start));
    checkMedia("a period's offset", track.period().map(Period::offset));
    track.segments().forEach(ReadCheck::check);
  }

  private static void check(Segment segment) {
    check(segment.uri());
    if (segment.duration().ticks() < 0) {
      throw new IllegalArgumentException(
          "segment " + segment.sequence() + " lasts " + segment.duration().duration());
    }
    check("a segment's duration", seconds(segment.duration()));
    checkMedia("a segment's start", segment.start());
    checkDate("a segment's date", segment.programDateTime());
    segment.initialization().ifPresent(section -> check(section.uri()));
  }

  private static void check(URI address) {
    if (!address.isAbsolute()) {
      throw new IllegalArgumentException("an address is not absolute: " + shortened(address));
    }
  }

  private static void checkTime(String what, Optional<Duration> time) {
    time.ifPresent(t -> check(what, t.getSeconds()));
  }

  private static void checkMedia(String what, Optional<MediaTime> time) {
    time.ifPresent(t -> check(what, seconds(t)));
  }

  /** Of every segment of every version: {@link MediaTime#duration()} is exact, and costs more. */
  private static long seconds(MediaTime time) {
    return Math.floorDiv(time.ticks(), time.timescale());
  }

  private static void checkDate(String what, Optional<Instant> date) {
    date.ifPresent(d -> check(what, d.getEpochSecond()));
  }

  private static void check(String what, long seconds) {
    if (seconds > FARTHEST || seconds < -FARTHEST) {
      throw new IllegalArgumentException(what + " is " + seconds + " s, which no clock will show");
    }
  }

  private static String shortened(URI address) {
    final String text = address.toString();
    return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "...";
  }
}
