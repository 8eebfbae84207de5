package org.aircheck.dash;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/**
 * Names tracks by what describes them, so that the next version's are the same. For one manifest.
 */
final class TrackIds {
  private static final int LONGEST = 180;

  private final Set<String> taken = new HashSet<>();

  /**
   * Such as {@code video-1280x720-2500000-v1}, or {@code audio-en-128000-a1@ad-break} in a period
   * other than the first.
   *
   * @param period what names the period; empty for one that begins at zero
   */
  String next(TrackKind kind, Traits traits, String representation, String period) {
    final String described =
        Stream.of(
                Stream.of(kind.name().toLowerCase(Locale.ROOT)),
                traits.resolution().stream().map(Object::toString),
                traits.language().stream(),
                traits.bandwidth().stream().mapToObj(Long::toString),
                Stream.of(representation))
            .flatMap(s -> s)
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining("-"));
    final String id = legal(described) + (period.isEmpty() ? "" : "@" + legal(period));
    final String cut = id.length() > LONGEST ? id.substring(0, LONGEST) : id;
    String unique = cut;
    for (int i = 2; !taken.add(unique); i++) {
      unique = cut + "-" + i;
    }
    return unique;
  }

  private static String legal(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
  }
}
