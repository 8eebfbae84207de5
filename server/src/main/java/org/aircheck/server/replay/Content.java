package org.aircheck.server.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Reply;
import org.aircheck.server.channel.Answer;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;

/**
 * Recorded bodies, ready to be sent: manifests point into the viewer's URL tree, everything else is
 * as received.
 *
 * <p>A manifest's references are relative to its own place, so they are the same for every viewer
 * and each version is worked on once. Thread-safe; calls may block on the session's files.
 */
final class Content {
  private static final long CACHED_BYTES = 64L << 20;

  /** Where a viewer is told the time. */
  static final String CLOCK = "clock";

  private static final String EXCHANGE = "aircheck-exchange";
  private static final String RECEIVED = "aircheck-received";

  private final SessionReader session;
  private final Optional<Protocol> protocol;
  private final ManifestTimes times;
  private final Cache<Version, Answer.Text> manifests =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES)
          .weigher((Version version, Answer.Text text) -> text.bytes().length + 1000)
          .build();

  /** One version of a manifest at one place, shifted in time where the protocol heeds that. */
  private record Version(long exchange, String place, Duration shift, String viewer) {}

  /**
   * Who looks at a manifest.
   *
   * @param root where the viewer's URL tree begins: absolute, with a slash at both ends
   * @param shift how much later than recorded it is served
   */
  record Viewer(String root, Duration shift) {}

  Content(SessionReader session, Optional<Protocol> protocol, ManifestTimes times) {
    this.session = session;
    this.protocol = protocol;
    this.times = times;
  }

  /**
   * What to send for a recorded body.
   *
   * @param place where the viewer finds it
   */
  Answer.Outcome of(Reply.Content content, String place, Viewer viewer) {
    if (content.observation().kind() == ExchangeKind.MANIFEST) {
      final long id = content.observation().id();
      final Version version =
          protocol.filter(Protocol::heedsShift).isEmpty()
              ? new Version(id, place, Duration.ZERO, "")
              : new Version(
                  id,
                  place,
                  times == ManifestTimes.SHIFTED ? viewer.shift() : Duration.ZERO,
                  viewer.root());
      return manifests.get(
          version,
          key -> text(content, readdressed(manifest(content), addresses(key), key.shift())));
    }
    final String type = type(content);
    if (content.body().onDisk()) {
      return new Answer.File(
          session.file(content.body()),
          content.body().length(),
          content.position(),
          content.total(),
          type,
          content.body().sha256(),
          headers(content));
    }
    return new Answer.Text(
        session.content(content.body()), type, content.body().sha256(), headers(content));
  }

  /** A body that was written in the place of a recorded one. */
  Answer.Text written(Reply.Content like, Manifest manifest, String place) {
    return text(like, readdressed(manifest, relativeTo(place), Duration.ZERO));
  }

  /** A recorded manifest as a protocol wants it. */
  Manifest manifest(Reply.Content content) {
    return new Manifest(
        content.observation().uri(),
        type(content),
        context(content.observation().track()),
        session.content(content.body()));
  }

  /**
   * Manifests with times in them differ for each viewer anyway, and references inside theirs
   * resolve against one another: those are written from the root.
   */
  private static AddressMap addresses(Version version) {
    return version.viewer().isEmpty()
        ? relativeTo(version.place())
        : new AddressMap() {
          @Override
          public String address(URI address) {
            return Place.of(address)
                .map(target -> version.viewer() + target)
                .orElseGet(address::toString);
          }

          @Override
          public Optional<String> clock() {
            return Optional.of(version.viewer() + CLOCK);
          }
        };
  }

  private static AddressMap relativeTo(String place) {
    return address ->
        Place.of(address)
            .map(target -> Reference.between(place, target))
            .orElseGet(address::toString);
  }

  private byte[] readdressed(Manifest manifest, AddressMap addresses, Duration shift) {
    if (protocol.isEmpty()) {
      return manifest.bytes();
    }
    try {
      return protocol.get().readdress(manifest, addresses, shift).bytes();
    } catch (MalformedManifestException notOne) {
      // An origin's error page, or half a playlist: the viewer gets what players got.
      return manifest.bytes();
    }
  }

  private Map<String, String> context(OptionalLong track) {
    return session.tracks().stream()
        .filter(recorded -> track.isPresent() && recorded.id() == track.getAsLong())
        .findFirst()
        .map(RecordedTrack::track)
        .map(described -> described.context())
        .orElse(Map.of());
  }

  private static Answer.Text text(Reply.Content content, byte[] bytes) {
    final Map<String, String> headers = new HashMap<>(headers(content));
    headers.put("cache-control", "no-store");
    return new Answer.Text(bytes, type(content), sha256(bytes), headers);
  }

  private static Map<String, String> headers(Reply.Content content) {
    final Map<String, String> headers = new HashMap<>();
    final Instant at = content.observation().at();
    headers.put(EXCHANGE, Long.toString(content.observation().id()));
    headers.put(RECEIVED, at.toString());
    Optional.ofNullable(content.observation().headers().get("last-modified"))
        .ifPresent(modified -> headers.put("last-modified", modified));
    return headers;
  }

  private static String type(Reply.Content content) {
    return content.observation().headers().getOrDefault("content-type", "");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
