package org.aircheck.server.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionInfo;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Traits;

/**
 * A session as the page shows it. Instants are ISO 8601, durations are seconds.
 *
 * @param path the name as a segment of a URL
 * @param extension what the protocol's manifests end in; empty when it is not installed
 */
record SessionJson(
    String name,
    String path,
    String source,
    String protocol,
    String extension,
    String start,
    String end,
    double duration,
    List<TrackJson> tracks,
    List<GapJson> gaps,
    ReplayJson replay) {

  /** A track; what the manifest does not say is empty or 0. */
  record TrackJson(
      long id,
      String kind,
      String name,
      String language,
      long bandwidth,
      String resolution,
      String codecs) {
    static TrackJson of(RecordedTrack recorded) {
      final Traits traits = recorded.track().traits();
      return new TrackJson(
          recorded.id(),
          recorded.track().kind().name().toLowerCase(Locale.ROOT),
          traits.name().orElse(""),
          traits.language().orElse(""),
          traits.bandwidth().orElse(0),
          traits.resolution().map(Object::toString).orElse(""),
          traits.codecs().orElse(""));
    }
  }

  /**
   * A gap.
   *
   * @param track its number; -1 for all tracks
   * @param offset when it began, in seconds from the session's start
   */
  record GapJson(
      long track,
      long count,
      String began,
      String ended,
      double offset,
      double length,
      String reason,
      String detail) {
    static GapJson of(Gap gap, Instant start) {
      return new GapJson(
          gap.track().orElse(-1),
          gap.count(),
          gap.began().toString(),
          gap.ended().toString(),
          seconds(start, gap.began()),
          Math.max(0, seconds(gap.began(), gap.ended())),
          gap.reason().name().toLowerCase(Locale.ROOT),
          gap.detail());
    }
  }

  /** How the server replays. */
  record ReplayJson(double offset, String speed, boolean shared, boolean loop, String fidelity) {}

  static SessionJson of(Replayed replayed, Settings settings, String path) {
    final SessionInfo info = replayed.session().info();
    final Instant start = info.firstAnswer().orElse(info.created());
    final Instant end = info.lastAnswer().orElse(start);
    return new SessionJson(
        info.name(),
        path,
        info.source().toString(),
        info.protocol().orElse(""),
        info.protocol().flatMap(settings.protocols()::named).map(Protocol::extension).orElse(""),
        start.toString(),
        end.toString(),
        seconds(start, end),
        replayed.session().tracks().stream().map(TrackJson::of).toList(),
        replayed.session().gaps().stream().map(gap -> GapJson.of(gap, start)).toList(),
        new ReplayJson(
            settings.offset().toMillis() / 1000.0,
            settings.speed().toPlainString(),
            settings.since().isPresent(),
            settings.loop(),
            settings.fidelity().name().toLowerCase(Locale.ROOT)));
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
