package org.aircheck.engine.plugin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * Whether a protocol does with a manifest what recording and replaying live on: reads the same a
 * second time, and leads a viewer of the replay to where everything is then.
 */
final class SampleCheck {
  private SampleCheck() {}

  /**
   * What a protocol does against its contract; empty when it is as it should be.
   *
   * @param now an instant at which the sample lists something
   */
  static Optional<String> defect(Protocol protocol, Manifest sample, Instant now)
      throws MalformedManifestException {
    final Presentation read = protocol.read(sample, now);
    if (!read.equals(protocol.read(sample, now))) {
      return Optional.of("it reads the same manifest otherwise the second time");
    }
    if (!sample.context().isEmpty()) {
      return Optional.empty(); // what another manifest says of its addresses moves with that one
    }
    final Manifest moved = protocol.readdress(sample, SampleCheck::moved, Duration.ZERO);
    final Manifest served =
        new Manifest(URI.create(moved(sample.uri())), sample.contentType(), moved.bytes());
    final List<URI> found = addresses(protocol.read(served, now));
    final List<URI> wanted = addresses(read).stream().map(uri -> URI.create(moved(uri))).toList();
    if (found.size() != wanted.size()) {
      return Optional.of(
          "re-addressed, the manifest names "
              + found.size()
              + " addresses instead of "
              + wanted.size());
    }
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).equals(wanted.get(i))) {
        return Optional.of(
            "re-addressed, the manifest leads to "
                + found.get(i)
                + " where "
                + wanted.get(i)
                + " was to be found");
      }
    }
    return Optional.empty();
  }

  /** A place in another server's tree, as the replay server's has them: scheme, host, path. */
  private static String moved(URI address) {
    final String path = address.getRawPath() == null ? "" : address.getRawPath();
    final String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return "http://replay.test/"
        + address.getScheme()
        + "/"
        + address.getRawAuthority()
        + path
        + query;
  }

  /** All that a player would ask for. */
  private static List<URI> addresses(Presentation presentation) {
    final List<URI> all = new ArrayList<>();
    for (Track track : presentation.tracks()) {
      track.manifest().ifPresent(all::add);
      for (Segment segment : track.segments()) {
        all.add(segment.uri());
        Stream.concat(
                segment.initialization().stream().map(i -> i.uri()),
                segment.keys().stream().flatMap(k -> k.uri().stream()))
            .filter(uri -> String.valueOf(uri.getScheme()).startsWith("http"))
            .forEach(all::add);
      }
    }
    return all;
  }
}
