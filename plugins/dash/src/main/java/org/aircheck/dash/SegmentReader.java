package org.aircheck.dash;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;

/** Reads the segments of a representation, however it addresses them. For one representation. */
final class SegmentReader {
  private static final String COMMON_ENCRYPTION = "urn:mpeg:dash:mp4protection:2011";

  private final Levels levels;
  private final PeriodClock clock;
  private final Warnings warnings;
  private final List<Key> keys;

  /**
   * The segments, the rule by which further ones are addressed, when one will be available, and the
   * media time at which the period begins.
   */
  record Listing(
      List<Segment> segments,
      Optional<Addressing> addressing,
      Optional<Instant> until,
      MediaTime offset) {

    private static Listing none() {
      return new Listing(List.of(), Optional.empty(), Optional.empty(), new MediaTime(0, 1));
    }
  }

  SegmentReader(Levels levels, PeriodClock clock, Warnings warnings) {
    this.levels = levels;
    this.clock = clock;
    this.warnings = warnings;
    this.keys = keys(levels);
  }

  /**
   * Reads them.
   *
   * @param base where relative addresses are resolved
   * @param published a time at which there was a segment, in milliseconds
   */
  Listing read(URI base, OptionalLong published) throws MalformedManifestException {
    final Optional<Element> template = levels.merged("SegmentTemplate");
    final Optional<Element> list = levels.merged("SegmentList");
    if (template.isPresent()) {
      return template(base, template.get(), published);
    }
    if (list.isPresent()) {
      return list(base, list.get());
    }
    return whole(base, levels.merged("SegmentBase").orElse(Element.NONE));
  }

  private Listing template(URI base, Element element, OptionalLong published)
      throws MalformedManifestException {
    final Optional<String> media = element.attribute("media");
    if (media.isEmpty()) {
      warnings.add(element, "a SegmentTemplate without media; ignored");
      return Listing.none();
    }
    final String filled = Template.of(media.get(), levels.innermost());
    final Optional<URI> pattern = References.resolve(base, filled).filter(References::isHttp);
    if (pattern.isEmpty()) {
      warnings.add(element, "no http or https address: " + media.get() + "; ignored");
      return Listing.none();
    }
    final Entries.Frame frame = Entries.Frame.of(element, clock);
    final Entries entries = entries(frame, element);
    final boolean byTime = Template.has(filled, "Time");
    final List<Long> hints =
        byTime && published.isPresent()
            ? List.of(Times.ticks(Duration.ofMillis(published.getAsLong()), frame.timescale()))
            : List.of();
    final Addressing addressing =
        new Addressing(
            pattern.get().toString(),
            byTime ? Addressing.By.TIME : Addressing.By.NUMBER,
            frame.timescale(),
            hints);
    final Optional<Initialization> initialization = initialization(base, element);
    final List<Segment> segments = new ArrayList<>();
    for (Entries.Entry e : entries.list()) {
      final URI uri = addressing.at(byTime ? e.time() : e.number());
      // What is named by its time has no other number that stays: startNumber is seldom raised.
      final Entries.Entry named =
          byTime ? new Entries.Entry(Math.max(0, e.time()), e.time(), e.duration()) : e;
      segments.add(segment(frame, named, uri, Optional.empty(), initialization));
    }
    return new Listing(segments, Optional.of(addressing), entries.until(), frame.zero());
  }

  private Entries entries(Entries.Frame frame, Element element) throws MalformedManifestException {
    final Optional<Element> timeline = element.first("SegmentTimeline");
    return timeline.isPresent()
        ? Entries.timeline(frame, timeline.get(), warnings)
        : Entries.constant(frame, element, warnings);
  }

  /** A SegmentList lists what there is, whatever its durations say (section 5.3.9.3). */
  private Listing list(URI base, Element element) throws MalformedManifestException {
    final List<Element> urls = element.all("SegmentURL").toList();
    final Entries.Frame frame = Entries.Frame.of(element, clock);
    final Optional<Element> timeline = element.first("SegmentTimeline");
    final List<Entries.Entry> stated =
        timeline.isPresent() ? Entries.timeline(frame, timeline.get(), warnings).list() : List.of();
    final long duration = Numbers.whole(element.attribute("duration")).orElse(0);
    final Optional<Initialization> initialization = initialization(base, element);
    final List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      final Element url = urls.get(i);
      final Entries.Entry entry =
          i < stated.size()
              ? stated.get(i)
              : new Entries.Entry(
                  frame.startNumber() + i,
                  frame.offset() + Math.min(duration, Integer.MAX_VALUE * 1024L) * i,
                  duration);
      final Optional<URI> uri =
          References.resolve(base, url.attribute("media").orElse("")).filter(References::isHttp);
      if (uri.isPresent()) {
        segments.add(segment(frame, entry, uri.get(), range(url, "mediaRange"), initialization));
      } else {
        warnings.add(url, "no http or https address; ignored");
      }
    }
    return new Listing(segments, Optional.empty(), Optional.empty(), frame.zero());
  }

  /** One resource that is the whole representation: its index is for those who seek in it. */
  private Listing whole(URI base, Element element) {
    if (base.getPath() == null || base.getPath().endsWith("/")) {
      warnings.add(levels.innermost(), "no segments: neither a template, a list nor an address");
      return Listing.none();
    }
    final Entries.Frame frame = Entries.Frame.of(element, clock);
    final long duration = clock.length().map(d -> Times.ticks(d, frame.timescale())).orElse(0L);
    final Entries.Entry entry = new Entries.Entry(1, frame.offset(), duration);
    // The resource has its initialization section in itself.
    return new Listing(
        List.of(segment(frame, entry, base, Optional.empty(), Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        frame.zero());
  }

  private Segment segment(
      Entries.Frame frame,
      Entries.Entry entry,
      URI uri,
      Optional<ByteRange> range,
      Optional<Initialization> initialization) {
    return Segment.builder(entry.number(), uri, new MediaTime(entry.duration(), frame.timescale()))
        .range(range)
        .start(new MediaTime(entry.time(), frame.timescale()))
        .programDateTime(clock.at(entry.time() - frame.offset(), frame.timescale()))
        .initialization(initialization)
        .keys(keys)
        .build();
  }

  private Optional<Initialization> initialization(URI base, Element element) {
    final Optional<String> template =
        element
            .attribute("initialization")
            .map(t -> Template.of(t, levels.innermost()).replace("$$", "$"));
    final Optional<Element> child = element.first("Initialization");
    final Optional<String> address =
        template.or(() -> child.map(c -> c.attribute("sourceURL").orElse("")));
    return address
        .flatMap(a -> References.resolve(base, a))
        .filter(References::isHttp)
        .map(uri -> new Initialization(uri, child.flatMap(c -> range(c, "range")), List.of()));
  }

  private Optional<ByteRange> range(Element element, String attribute) {
    final Optional<String> written = element.attribute(attribute);
    final Optional<ByteRange> range = written.flatMap(Numbers::range);
    if (written.isPresent() && range.isEmpty()) {
      warnings.add(
          element, "a range that can't be read: " + written.get() + "; the whole is taken");
    }
    return range;
  }

  /** One key for each way of protection; the initialization section says more (ISO/IEC 23001-7). */
  private static List<Key> keys(Levels levels) {
    final List<Element> protections = levels.all("ContentProtection").limit(64).toList();
    final String method =
        protections.stream()
            .filter(p ->
                p.attribute("schemeIdUri").filter(COMMON_ENCRYPTION::equalsIgnoreCase).isPresent())
            .flatMap(p -> p.attribute("value").stream())
            .findFirst()
            .orElse("cenc");
    return protections.stream()
        .flatMap(p -> p.attribute("schemeIdUri").stream())
        .map(s -> s.toLowerCase(Locale.ROOT))
        .distinct()
        .map(
            scheme -> new Key(method, Optional.empty(), Optional.empty(), scheme, Optional.empty()))
        .toList();
  }
}
