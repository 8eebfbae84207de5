package org.aircheck.dash;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.spi.ClockSource;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Timing;
import org.aircheck.spi.Track;

/** Reads an MPD. For one manifest at one instant. */
final class DashReader {
  private static final int MOST_TRACKS = 2_000;
  private static final Duration SHORTEST_PACE = Duration.ofMillis(500);
  private static final String UTC = "urn:mpeg:dash:utc:";

  private final URI uri;
  private final Instant now;
  private final Element mpd;
  private final Warnings warnings = new Warnings();
  private final List<Track> tracks = new ArrayList<>();
  private final TrackIds ids = new TrackIds();
  private Optional<Instant> until = Optional.empty();

  private DashReader(Manifest manifest, Element mpd, Instant now) {
    this.uri = manifest.uri();
    this.mpd = mpd;
    this.now = now;
  }

  static Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    return new DashReader(manifest, root(manifest), now).presentation();
  }

  private static Element root(Manifest manifest) throws MalformedManifestException {
    final Element root = XmlReader.read(manifest.bytes());
    if (!root.name().equals("MPD")) {
      throw new MalformedManifestException("no MPD but a " + root.name(), root.line());
    }
    return root;
  }

  private Presentation presentation() throws MalformedManifestException {
    final boolean dynamic = mpd.attribute("type").filter(t -> t.equals("dynamic")).isPresent();
    final Optional<Instant> begin = dynamic ? begin() : Optional.empty();
    for (Span span : spans(dynamic)) {
      final PeriodClock clock =
          new PeriodClock(
              begin.map(b -> b.plus(span.start())),
              span.length(),
              duration(mpd, "timeShiftBufferDepth"),
              now);
      period(span, clock);
    }
    final Optional<Duration> target = duration(mpd, "maxSegmentDuration").or(this::longest);
    final boolean over =
        begin.isPresent()
            && duration(mpd, "mediaPresentationDuration")
                .filter(d -> !begin.get().plus(d).isAfter(now))
                .isPresent();
    final boolean ended = !dynamic || over;
    return Presentation.builder(tracks)
        .ended(ended)
        .targetDuration(target)
        .pace(ended ? Optional.empty() : pace(target))
        .timing(
            new Timing(
                ended ? Optional.empty() : until,
                clocks(),
                location(),
                begin,
                mpd.attribute("publishTime").flatMap(Times::instant),
                duration(mpd, "timeShiftBufferDepth")))
        .warnings(warnings.list())
        .build();
  }

  private Optional<Instant> begin() {
    final Optional<String> written = mpd.attribute("availabilityStartTime");
    if (written.isEmpty()) {
      warnings.add(mpd, "dynamic without availabilityStartTime; 1970 is taken for it");
      return Optional.of(Instant.EPOCH);
    }
    final Optional<Instant> begin = Times.instant(written.get());
    if (begin.isEmpty()) {
      warnings.add(mpd, "an availabilityStartTime that can't be read: " + written.get());
    } else if (!Times.hasZone(written.get())) {
      warnings.add(mpd, "an availabilityStartTime without a zone; taken for UTC");
    }
    return begin.or(() -> Optional.of(Instant.EPOCH));
  }

  private Optional<Duration> duration(Element element, String attribute) {
    final Optional<String> written = element.attribute(attribute);
    final Optional<Duration> duration = written.flatMap(Times::duration);
    if (written.isPresent() && duration.isEmpty()) {
      warnings.add(element, "a " + attribute + " that can't be read: " + written.get());
    }
    return duration;
  }

  /** A period with its place in the presentation (ISO/IEC 23009-1 section 5.3.2.1). */
  private record Span(Element period, Duration start, Optional<Duration> length) {}

  private List<Span> spans(boolean dynamic) {
    final List<Element> periods = mpd.all("Period").toList();
    if (periods.isEmpty()) {
      warnings.add(mpd, "no Period");
    }
    final List<Duration> starts = new ArrayList<>();
    Duration next = Duration.ZERO;
    for (Element period : periods) {
      final Optional<Duration> start = duration(period, "start");
      final Duration begins = start.orElse(next);
      starts.add(begins);
      final Optional<Duration> length = duration(period, "duration");
      if (length.isEmpty() && start.isEmpty() && dynamic && starts.size() > 1) {
        warnings.add(period, "neither its own start nor the duration of the one before is known");
      }
      next = begins.plus(length.orElse(Duration.ZERO));
    }
    final Optional<Duration> whole = duration(mpd, "mediaPresentationDuration");
    final List<Span> spans = new ArrayList<>();
    for (int i = 0; i < periods.size(); i++) {
      final Duration start = starts.get(i);
      final Optional<Duration> end =
          i + 1 < periods.size() ? Optional.of(starts.get(i + 1)) : whole;
      final Optional<Duration> length =
          duration(periods.get(i), "duration")
              .or(() -> end.map(e -> e.minus(start)))
              .filter(d -> !d.isNegative() && !d.isZero());
      spans.add(new Span(periods.get(i), start, length));
    }
    return spans;
  }

  private void period(Span span, PeriodClock clock) throws MalformedManifestException {
    final Element period = span.period();
    if (period.attribute("href").isPresent()) {
      warnings.add(period, "a Period that is elsewhere (xlink) is not followed");
    }
    final String name =
        span.start().isZero() ? "" : period.attribute("id").orElse(span.start().toString());
    final OptionalLong published = Numbers.whole(mpd.attribute("publishFrameTime"));
    final Levels levels = new Levels(List.of(mpd, period));
    for (Element set : period.all("AdaptationSet").toList()) {
      for (Element representation : set.all("Representation").toList()) {
        if (tracks.size() == MOST_TRACKS) {
          throw new MalformedManifestException(
              "more than " + MOST_TRACKS + " tracks", representation.line());
        }
        final Levels all = levels.with(set).with(representation);
        final SegmentReader segments = new SegmentReader(all, clock, warnings);
        final SegmentReader.Listing listing = segments.read(all.base(uri, warnings), published);
        tracks.add(TrackReader.track(all, ids, place(span, name), listing, warnings));
        until = earliest(until, listing.until());
      }
    }
  }

  private static TrackReader.Place place(Span span, String name) {
    return new TrackReader.Place(
        name, span.period().attribute("id").orElse(span.start().toString()), span.start());
  }

  private static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
    return a.isEmpty() || b.isPresent() && b.get().isBefore(a.get()) ? b : a;
  }

  private Optional<Duration> longest() {
    return tracks.stream()
        .flatMap(t -> t.segments().stream())
        .map(s -> s.duration().duration())
        .max(Comparator.naturalOrder());
  }

  /** An update period of zero means: at every segment. */
  private Optional<Duration> pace(Optional<Duration> target) {
    return duration(mpd, "minimumUpdatePeriod")
        .map(p -> p.isZero() ? target.orElse(Duration.ofSeconds(1)).dividedBy(2) : p)
        .map(p -> p.compareTo(SHORTEST_PACE) < 0 ? SHORTEST_PACE : p);
  }

  private Optional<URI> location() {
    return mpd.first("Location")
        .flatMap(l -> References.resolve(uri, l.text()))
        .filter(References::isHttp);
  }

  private List<ClockSource> clocks() {
    final List<ClockSource> clocks = new ArrayList<>();
    for (Element timing : mpd.all("UTCTiming").toList()) {
      final String scheme = timing.attribute("schemeIdUri").orElse("");
      final Optional<ClockSource.Method> method = method(scheme);
      if (method.isEmpty()) {
        warnings.add(timing, "no way to read this clock: " + scheme);
        continue;
      }
      // A list of addresses is separated by white space.
      for (String value : timing.attribute("value").orElse("").split("\\s+")) {
        clock(method.get(), value).ifPresent(clocks::add);
      }
    }
    return clocks;
  }

  private Optional<ClockSource> clock(ClockSource.Method method, String value) {
    return method == ClockSource.Method.DIRECT
        ? Optional.of(new ClockSource(method, value))
        : References.resolve(uri, value)
            .filter(References::isHttp)
            .map(u -> new ClockSource(method, u.toString()));
  }

  private static Optional<ClockSource.Method> method(String scheme) {
    if (!scheme.startsWith(UTC)) {
      return Optional.empty();
    }
    final String name = scheme.substring(UTC.length()).replaceFirst(":20\\d\\d$", "");
    if (Set.of("http-iso", "http-xsdate").contains(name)) {
      return Optional.of(ClockSource.Method.HTTP_ISO);
    }
    return switch (name) {
      case "direct" -> Optional.of(ClockSource.Method.DIRECT);
      case "http-head" -> Optional.of(ClockSource.Method.HTTP_HEAD);
      default -> Optional.empty();
    };
  }
}
