package org.aircheck.hls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/**
 * Names tracks by what describes them, so that a new token or host in an address does not make a
 * new track. For one playlist.
 */
final class TrackIds {
  private static final int LONGEST = 180;

  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * Such as {@code video-1280x720-2500000} or {@code audio-aac-English-en}; those that are
   * described alike are told apart by their order: {@code -2}, {@code -3}.
   */
  String next(TrackKind kind, Optional<String> group, Traits traits) {
    final String id = described(kind, group, traits);
    String unique = id;
    while (!taken.add(unique)) {
      unique = id + "-" + (counts.merge(id, 1, Integer::sum) + 1);
    }
    return unique;
  }

  private static String described(TrackKind kind, Optional<String> group, Traits traits) {
    final Stream<String> parts =
        Stream.of(
                Stream.of(kind.name().toLowerCase(Locale.ROOT)),
                group.map(g -> g.substring(g.indexOf(':') + 1)).stream(),
                traits.resolution().map(Object::toString).stream(),
                traits.bandwidth().stream().mapToObj(Long::toString),
                group.isPresent() ? traits.name().stream() : Stream.<String>empty(),
                traits.language().stream())
            .flatMap(p -> p);
    final String id =
        parts
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining("-"))
            .replaceAll("[^\\p{L}\\p{N}._-]+", "_");
    if (id.length() <= LONGEST) {
      return id;
    }
    return id.substring(
        0, Character.isHighSurrogate(id.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
  }
}
