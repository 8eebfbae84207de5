package org.aircheck.server.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.timeline.Version;
import org.aircheck.server.replay.ReplayChannel.Position;
import org.aircheck.server.replay.View;

/**
 * Where a viewer is.
 *
 * @param now the server's clock
 * @param instant of the recording; empty as long as nothing was recorded
 * @param offset of the instant, in seconds from the session's start
 * @param pass of a loop, 0 for the first
 * @param versions the manifest versions that are served, one for each track and -1 for the whole
 *     presentation
 */
record PositionJson(
    String now, String instant, double offset, long pass, List<VersionJson> versions) {

  /** A manifest's version; see {@link Version}. */
  record VersionJson(long track, String address, long exchange, String at, int number, int count) {
    static VersionJson of(Version version) {
      return new VersionJson(
          version.track().orElse(-1),
          version.address(),
          version.exchange(),
          version.at().toString(),
          version.number(),
          version.count());
    }
  }

  static PositionJson of(Replayed replayed, View view, Instant now) {
    final Optional<Position> position = replayed.channel().position(view, now);
    if (position.isEmpty()) {
      return new PositionJson(now.toString(), "", 0, 0, List.of());
    }
    final Instant instant = position.get().instant();
    final Instant start = replayed.session().info().firstAnswer().orElse(instant);
    return new PositionJson(
        now.toString(),
        instant.toString(),
        SessionJson.seconds(start, instant),
        position.get().pass(),
        replayed.timeline().versions(instant).stream().map(VersionJson::of).toList());
  }
}
