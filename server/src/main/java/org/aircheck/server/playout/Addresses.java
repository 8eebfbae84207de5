package org.aircheck.server.playout;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.vod.Resource;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.server.channel.Percent;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.Segment;

/**
 * Where a channel's media are to be had. Each occurrence of a segment has an address of its own,
 * with its number on air: so a cache never takes one for another. Immutable.
 */
final class Addresses {
  private final String folder;
  private final Map<String, Resource> assets = new HashMap<>();
  private final Map<URI, String> names = new HashMap<>();

  /**
   * The addresses of a channel.
   *
   * @param channel what tells it from the others
   */
  Addresses(String channel, VodStream stream) {
    this.folder = "media/" + Percent.encode(channel) + "/";
    stream
        .resources()
        .forEach((uri, resource) -> {
          final String name =
              "a" + hash(uri) + "." + MediaTypes.extension(String.valueOf(uri.getPath()));
          names.put(uri, name);
          assets.put(name, resource);
        });
  }

  /** An initialization section or a key, by the last part of its address. */
  Optional<Resource> asset(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** The pattern of a track's segments' addresses. */
  String pattern(String track, Segment like, String query) {
    return folder
        + Percent.encode(track).replace("$", "$$")
        + "/$Number$."
        + extension(like)
        + query;
  }

  /** A segment as it is to be written: with the addresses that it has here. */
  Segment written(String track, Segment s, String query, boolean dated) {
    final String place = folder + Percent.encode(track) + "/";
    return s.toBuilder()
        .uri(URI.create(place + s.sequence() + "." + extension(s) + query))
        .programDateTime(dated ? s.programDateTime() : Optional.empty())
        .initialization(s.initialization().map(i -> written(place, i)))
        .keys(written(place, s.keys()))
        .build();
  }

  private Initialization written(String place, Initialization map) {
    return new Initialization(asset(place, map.uri()), map.range(), written(place, map.keys()));
  }

  private List<Key> written(String place, List<Key> keys) {
    return keys.stream()
        .map(k ->
            new Key(
                k.method(),
                k.uri().map(u -> asset(place, u)),
                k.iv(),
                k.format(),
                k.formatVersions()))
        .toList();
  }

  /** What is not here, such as a licence server, stays where it is. */
  private URI asset(String place, URI uri) {
    return Optional.ofNullable(names.get(uri)).map(n -> URI.create(place + n)).orElse(uri);
  }

  private static String extension(Segment segment) {
    return MediaTypes.extension(String.valueOf(segment.uri().getPath()));
  }

  private static String hash(URI uri) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(uri.toString().getBytes(StandardCharsets.UTF_8)),
              0,
              6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
