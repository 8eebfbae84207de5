package org.aircheck.smooth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Timing;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** Reads a client manifest ([MS-SSTR] section 2.2.2). For one manifest. */
final class SmoothReader {
  /** The unit of times where nothing else is said ([MS-SSTR] section 2.2.2.1). */
  private static final long TIMESCALE = 10_000_000;

  private static final Optional<Duration> NEVER = Optional.empty();

  private final Manifest manifest;
  private final Element root;
  private final Warnings warnings = new Warnings();
  private final Budget budget = new Budget();
  private final List<Track> tracks = new ArrayList<>();

  private SmoothReader(Manifest manifest, Element root) {
    this.manifest = manifest;
    this.root = root;
  }

  static Presentation read(Manifest manifest) throws MalformedManifestException {
    final Element root = XmlReader.read(manifest.bytes());
    if (!root.name().equals("SmoothStreamingMedia")) {
      throw new MalformedManifestException(
          "expected SmoothStreamingMedia, found " + root.name(), root.line());
    }
    return new SmoothReader(manifest, root).presentation();
  }

  private Presentation presentation() throws MalformedManifestException {
    final boolean live = root.isTrue("islive");
    final long timescale = timescale(root, TIMESCALE);
    final Timing timing = timing(timescale);
    final TrackIds ids = new TrackIds();
    for (Element stream : root.all("StreamIndex")) {
      stream(stream, timescale(stream, timescale), ids);
    }
    if (tracks.isEmpty()) {
      throw new MalformedManifestException("no stream that can be fetched");
    }
    return Presentation.builder(tracks)
        .ended(!live)
        .targetDuration(longest().max(Comparator.naturalOrder()))
        // A new fragment is listed once in its duration; looking twice sees each version.
        .pace(live ? longest().min(Comparator.naturalOrder()).map(d -> d.dividedBy(2)) : NEVER)
        .timing(timing)
        .warnings(warnings.list())
        .build();
  }

  private void stream(Element stream, long timescale, TrackIds ids)
      throws MalformedManifestException {
    final Template template = new Template(stream.attribute("url").orElse("").strip());
    if (!template.isWhole()) {
      warnings.add(stream, "a stream without a pattern of addresses: left out");
      return;
    }
    final List<Run> runs = Chunks.of(stream, timescale, warnings);
    for (Element level : stream.all("QualityLevel")) {
      budget.level(level);
      final Optional<Addressing> addressing = template.of(manifest, level, timescale);
      if (addressing.isEmpty()) {
        warnings.add(level, "addresses that can't be fetched, or are too long: left out");
        continue;
      }
      budget.fragments(level, runs, addressing.get());
      tracks.add(new QualityLevel(stream, level, addressing.get(), warnings).track(ids, runs));
    }
  }

  /** The usual length of fragments of each track but captions, which come when there are any. */
  private Stream<Duration> longest() {
    return tracks.stream()
        .filter(track -> track.kind() != TrackKind.SUBTITLES)
        .flatMap(track ->
            track.segments().stream()
                .map(segment -> segment.duration().duration())
                .max(Comparator.naturalOrder())
                .stream());
  }

  /** How far back a live stream can be had; 0 says nothing of it. */
  private Timing timing(long timescale) {
    final long window = root.number("dvrwindowlength").orElse(0);
    final boolean usable = new Run(0, window, 1).isWithinTime(timescale);
    if (!usable) {
      warnings.add(root, "a window of " + window + ": ignored");
    }
    final Optional<Duration> buffer =
        usable && window > 0
            ? Optional.of(new MediaTime(window, timescale).duration())
            : Optional.empty();
    return new Timing(
        Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), buffer);
  }

  private long timescale(Element element, long inherited) {
    final long stated = element.number("timescale").orElse(inherited);
    if (stated > 0 && stated <= 1_000_000_000L) {
      return stated;
    }
    warnings.add(element, "a timescale of " + stated + ": " + inherited);
    return inherited;
  }
}
