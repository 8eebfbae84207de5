package org.aircheck.dash;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** Writes an MPD with a list of segments for each track. For one presentation. */
final class DashWriter {
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
    attribute("type", presentation.ended() ? "static" : "dynamic");
    attribute("minBufferTime", "PT2S");
    if (presentation.ended()) {
      attribute("mediaPresentationDuration", length(presentation).toString());
    } else {
      attribute("availabilityStartTime", begin(presentation).toString());
      attribute(
          "minimumUpdatePeriod", presentation.pace().orElse(Duration.ofSeconds(2)).toString());
    }
    presentation.targetDuration().ifPresent(t -> attribute("maxSegmentDuration", t.toString()));
    out.append(">\n  <Period id=\"0\" start=\"PT0S\">\n");
    presentation.tracks().forEach(this::track);
    out.append("  </Period>\n</MPD>\n");
  }

  /** When the media timeline was at zero. */
  private static Instant begin(Presentation presentation) {
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

  private static Duration length(Presentation presentation) {
    return presentation.tracks().stream()
        .map(t ->
            t.segments().stream()
                .map(s -> s.duration().duration())
                .reduce(Duration.ZERO, Duration::plus))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private void track(Track track) {
    final String type =
        switch (track.kind()) {
          case VIDEO, IFRAMES -> "video";
          case AUDIO -> "audio";
          case SUBTITLES -> "text";
          case THUMBNAILS -> "image";
        };
    out.append("    <AdaptationSet");
    attribute("contentType", type);
    attribute("mimeType", track.kind() == TrackKind.THUMBNAILS ? "image/jpeg" : type(type));
    track.traits().language().ifPresent(l -> attribute("lang", l));
    out.append(">\n");
    track.traits().name().ifPresent(this::label);
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
      list(track);
    }
    out.append("      </Representation>\n    </AdaptationSet>\n");
  }

  private static String type(String type) {
    return (type.equals("text") ? "application" : type) + "/mp4";
  }

  private void label(String label) {
    out.append("      <Label>").append(Escapes.escaped(label)).append("</Label>\n");
  }

  private void list(Track track) {
    final Segment first = track.segments().getFirst();
    final long timescale = first.duration().timescale();
    out.append("        <SegmentList");
    attribute("timescale", Long.toString(timescale));
    attribute("startNumber", Long.toString(first.sequence()));
    out.append(">\n");
    first.initialization().ifPresent(this::initialization);
    out.append("          <SegmentTimeline>\n");
    long next = 0;
    for (Segment segment : track.segments()) {
      final long start = segment.start().map(s -> scaled(s, timescale)).orElse(next);
      final long duration = scaled(segment.duration(), timescale);
      out.append("            <S");
      attribute("t", Long.toString(start));
      attribute("n", Long.toString(segment.sequence()));
      attribute("d", Long.toString(duration));
      out.append("/>\n");
      next = start + duration;
    }
    out.append("          </SegmentTimeline>\n");
    for (Segment segment : track.segments()) {
      out.append("          <SegmentURL");
      attribute("media", segment.uri().toString());
      segment.range().ifPresent(r -> attribute("mediaRange", r.offset() + "-" + (r.end() - 1)));
      out.append("/>\n");
    }
    out.append("        </SegmentList>\n");
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
