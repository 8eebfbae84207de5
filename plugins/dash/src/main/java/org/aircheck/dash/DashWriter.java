package org.aircheck.dash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.ClockSource;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Period;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * Writes an MPD: the tracks by their periods, each with the pattern of its addresses, or with a
 * list of them where they follow none. For one presentation.
 */
final class DashWriter {
  private static final String TRICK_MODE = "http://dashif.org/guidelines/trickmode";
  private final StringBuilder out = new StringBuilder(8192);

  private DashWriter() {}

  static String write(Presentation presentation) {
    final DashWriter writer = new DashWriter();
    writer.mpd(presentation);
    return writer.out.toString();
  }

  private void mpd(Presentation presentation) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MPD");
    attribute("xmlns", "urn:mpeg:dash:schema:mpd:2011");
    attribute("profiles", "urn:mpeg:dash:profile:full:2011");
    final Optional<Instant> begin = begin(presentation);
    attribute("type", begin.isPresent() ? "dynamic" : "static");
    attribute("minBufferTime", "PT2S");
    begin.ifPresent(b -> live(presentation, b));
    if (presentation.ended()) {
      attribute("mediaPresentationDuration", length(presentation).toString());
    }
    presentation.targetDuration().ifPresent(t -> attribute("maxSegmentDuration", t.toString()));
    out.append(">\n");
    final Map<String, List<Track>> periods = new LinkedHashMap<>();
    for (Track track : presentation.tracks()) {
      final String id = track.period().map(Period::id).orElse("0");
      periods.computeIfAbsent(id, key -> new ArrayList<>()).add(track);
    }
    periods.forEach(this::period);
    presentation.timing().clocks().forEach(this::clock);
    out.append("</MPD>\n");
  }

  /** What ties the presentation to the wall clock. */
  private void live(Presentation presentation, Instant begin) {
    attribute("availabilityStartTime", begin.toString());
    presentation.timing().published().ifPresent(p -> attribute("publishTime", p.toString()));
    presentation.timing().buffer().ifPresent(b -> attribute("timeShiftBufferDepth", b.toString()));
    if (!presentation.ended()) {
      attribute(
          "minimumUpdatePeriod", presentation.pace().orElse(Duration.ofSeconds(2)).toString());
    }
  }

  /** When the presentation began; empty when that is of no concern. */
  private static Optional<Instant> begin(Presentation presentation) {
    return presentation.ended()
        ? presentation.timing().begin()
        : presentation.timing().begin().or(() -> Optional.of(firstDate(presentation)));
  }

  /** When the media timeline was at zero. */
  private static Instant firstDate(Presentation presentation) {
    return presentation.tracks().stream()
        .flatMap(t -> t.segments().stream())
        .filter(s -> s.programDateTime().isPresent())
        .findFirst()
        .map(s ->
            s.programDateTime()
                .get()
                .minus(s.start().map(MediaTime::duration).orElse(Duration.ZERO)))
        .orElse(Instant.EPOCH);
  }

  private void period(String id, List<Track> tracks) {
    out.append("  <Period");
    attribute("id", id);
    attribute(
        "start", tracks.getFirst().period().map(Period::start).orElse(Duration.ZERO).toString());
    out.append(">\n");
    final Map<String, List<Track>> sets = new LinkedHashMap<>();
    for (Track track : tracks) {
      sets.computeIfAbsent(set(track), key -> new ArrayList<>()).add(track);
    }
    sets.values().forEach(this::set);
    out.append("  </Period>\n");
  }

  /** What players may switch between stands in one set: pictures, or sound of one description. */
  private static String set(Track track) {
    final Optional<String> codec = track.traits().codecs().map(c -> c.split("[.,]", 2)[0]);
    return track.kind()
        + "|"
        + codec
        + "|"
        + track.traits().language()
        + "|"
        + (track.kind() == TrackKind.VIDEO ? "" : track.traits().name());
  }

  private void clock(ClockSource clock) {
    final String scheme =
        switch (clock.method()) {
          case DIRECT -> "direct";
          case HTTP_HEAD -> "http-head";
          case HTTP_ISO -> "http-iso";
        };
    out.append("  <UTCTiming");
    attribute("schemeIdUri", "urn:mpeg:dash:utc:" + scheme + ":2014");
    attribute("value", clock.value());
    out.append("/>\n");
  }

  /** From the beginning of the presentation to the end of its media. */
  private static Duration length(Presentation presentation) {
    return presentation.tracks().stream()
        .map(t ->
            t.period()
                .filter(p -> presentation.timing().begin().isPresent())
                .map(Period::start)
                .orElse(Duration.ZERO)
                .plus(length(t)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Duration length(Track track) {
    final Optional<MediaTime> end =
        track.period().isEmpty() || track.segments().isEmpty()
            ? Optional.empty()
            : track.segments().getLast().start().map(s -> end(track, s));
    return end.map(MediaTime::duration)
        .orElseGet(() ->
            track.segments().stream()
                .map(s -> s.duration().duration())
                .reduce(Duration.ZERO, Duration::plus));
  }

  /** Where the media ends, counted from the period's beginning. */
  private static MediaTime end(Track track, MediaTime start) {
    final long timescale = start.timescale();
    final long offset = track.period().map(p -> scaled(p.offset(), timescale)).orElse(0L);
    return new MediaTime(
        start.ticks() + scaled(track.segments().getLast().duration(), timescale) - offset,
        timescale);
  }

  private void set(List<Track> tracks) {
    final Track one = tracks.getFirst();
    final String type =
        switch (one.kind()) {
          case VIDEO, IFRAMES -> "video";
          case AUDIO -> "audio";
          case SUBTITLES -> "text";
          case THUMBNAILS -> "image";
        };
    out.append("    <AdaptationSet");
    attribute("contentType", type);
    attribute("mimeType", one.kind() == TrackKind.THUMBNAILS ? "image/jpeg" : type(type));
    attribute("segmentAlignment", "true");
    attribute("startWithSAP", "1");
    one.traits().language().ifPresent(l -> attribute("lang", l));
    out.append(">\n");
    if (one.kind() == TrackKind.IFRAMES) {
      out.append("      <EssentialProperty");
      attribute("schemeIdUri", TRICK_MODE);
      out.append("/>\n");
    }
    one.traits().name().filter(n -> one.kind() != TrackKind.VIDEO).ifPresent(this::label);
    tracks.forEach(this::representation);
    out.append("    </AdaptationSet>\n");
  }

  private void representation(Track track) {
    out.append("      <Representation");
    attribute("id", track.id());
    attribute("bandwidth", Long.toString(track.traits().bandwidth().orElse(0)));
    track.traits().codecs().ifPresent(c -> attribute("codecs", c));
    track
        .traits()
        .resolution()
        .ifPresent(r -> {
          attribute("width", Integer.toString(r.width()));
          attribute("height", Integer.toString(r.height()));
        });
    track
        .traits()
        .frameRate()
        .ifPresent(f -> attribute("frameRate", String.format(Locale.ROOT, "%.3f", f)));
    out.append(">\n");
    if (!track.segments().isEmpty()) {
      if (isAddressed(track)) {
        template(track, track.addressing().orElseThrow());
      } else {
        list(track);
      }
    }
    out.append("      </Representation>\n");
  }

  /** Whether all segments are where a pattern says. */
  private static boolean isAddressed(Track track) {
    final Optional<Addressing> rule =
        track.addressing().filter(a -> a.by() == Addressing.By.NUMBER);
    final long first = track.segments().getFirst().sequence();
    for (int i = 0; i < track.segments().size(); i++) {
      final Segment segment = track.segments().get(i);
      if (segment.sequence() != first + i
          || segment.range().isPresent()
          || rule.filter(a -> a.at(segment.sequence()).equals(segment.uri())).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void template(Track track, Addressing addressing) {
    final Segment first = track.segments().getFirst();
    out.append("        <SegmentTemplate");
    attribute("timescale", Long.toString(timescale(first)));
    offset(track, timescale(first));
    attribute("startNumber", Long.toString(first.sequence()));
    first
        .initialization()
        .filter(i -> i.range().isEmpty())
        .ifPresent(i -> attribute("initialization", i.uri().toString().replace("$", "$$")));
    attribute("media", addressing.pattern());
    out.append(">\n");
    first.initialization().filter(i -> i.range().isPresent()).ifPresent(this::initialization);
    timeline(track, false);
    out.append("        </SegmentTemplate>\n");
  }

  private void offset(Track track, long timescale) {
    final long offset = track.period().map(p -> scaled(p.offset(), timescale)).orElse(0L);
    if (offset != 0) {
      attribute("presentationTimeOffset", Long.toString(offset));
    }
  }

  private static long timescale(Segment first) {
    return first.start().map(MediaTime::timescale).orElse(first.duration().timescale());
  }

  private static String type(String type) {
    return (type.equals("text") ? "application" : type) + "/mp4";
  }

  private void label(String label) {
    out.append("      <Label>").append(Escapes.escaped(label)).append("</Label>\n");
  }

  private void list(Track track) {
    final Segment first = track.segments().getFirst();
    out.append("        <SegmentList");
    attribute("timescale", Long.toString(timescale(first)));
    offset(track, timescale(first));
    attribute("startNumber", Long.toString(first.sequence()));
    out.append(">\n");
    first.initialization().ifPresent(this::initialization);
    timeline(track, true);
    for (Segment segment : track.segments()) {
      out.append("          <SegmentURL");
      attribute("media", segment.uri().toString());
      segment.range().ifPresent(r -> attribute("mediaRange", r.offset() + "-" + (r.end() - 1)));
      out.append("/>\n");
    }
    out.append("        </SegmentList>\n");
  }

  private void timeline(Track track, boolean numbered) {
    final long timescale = timescale(track.segments().getFirst());
    out.append("          <SegmentTimeline>\n");
    long next = 0;
    for (Segment segment : track.segments()) {
      final long start = segment.start().map(s -> scaled(s, timescale)).orElse(next);
      final long duration = scaled(segment.duration(), timescale);
      out.append("            <S");
      attribute("t", Long.toString(start));
      if (numbered) {
        attribute("n", Long.toString(segment.sequence()));
      }
      attribute("d", Long.toString(duration));
      out.append("/>\n");
      next = start + duration;
    }
    out.append("          </SegmentTimeline>\n");
  }

  private void initialization(Initialization section) {
    out.append("          <Initialization");
    attribute("sourceURL", section.uri().toString());
    section.range().ifPresent(r -> attribute("range", r.offset() + "-" + (r.end() - 1)));
    out.append("/>\n");
  }

  private static long scaled(MediaTime time, long timescale) {
    return time.timescale() == timescale
        ? time.ticks()
        : Math.multiplyExact(time.ticks(), timescale) / time.timescale();
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(Escapes.escaped(value)).append('"');
  }
}
