package org.aircheck.smooth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.Manifest;

/**
 * A stream's pattern of addresses, such as {@code QualityLevels({bitrate})/Fragments(video={start
 * time})} ([MS-SSTR] section 2.2.2.3).
 */
record Template(String pattern) {
  /** No server takes longer addresses, and none may grow beyond it. */
  static final int LONGEST = 4_000;

  private static final Pattern PLACE =
      Pattern.compile(
          "(?i)\\{(?:(?<bitrate>bit[ _]?rate)|(?<time>start[ _]?time)|customattributes)\\}");

  /** Whether each fragment has an address of its own. */
  boolean isWhole() {
    return pattern.length() <= LONGEST
        && PLACE.matcher(pattern).results().anyMatch(place -> place.group("time") != null);
  }

  /**
   * The pattern for one quality level as the host fills it in: absolute, with {@code $Time$} for
   * the start.
   *
   * @return empty when it can't be an address that is fetched
   */
  Optional<Addressing> of(Manifest manifest, Element level, long timescale) {
    final String bitRate = level.attribute("bitrate").orElse("0").replaceAll("\\D", "");
    final String custom = custom(level);
    final Matcher place = PLACE.matcher(plain(pattern));
    final StringBuilder filled = new StringBuilder();
    while (place.find()) {
      final String value =
          place.group("time") != null
              ? "$Time$"
              : place.group("bitrate") != null ? bitRate : plain(custom);
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
      if (filled.length() > LONGEST) {
        return Optional.empty();
      }
    }
    final URI base = URI.create(plain(manifest.uri().toString()));
    return References.resolve(base, place.appendTail(filled).toString())
        .map(uri -> new Addressing(uri.toString(), Addressing.By.TIME, timescale, List.of()))
        .filter(addressing -> longest(addressing) <= LONGEST);
  }

  /** How long an address can become. */
  static int longest(Addressing addressing) {
    return addressing.at(Long.MAX_VALUE).toString().length();
  }

  /** The level's own part of its addresses ([MS-SSTR] section 2.2.2.5.1). */
  private static String custom(Element level) {
    return level.all("CustomAttributes").stream()
        .flatMap(list -> list.all("Attribute").stream())
        .map(a -> a.attribute("name").orElse("") + "=" + a.attribute("value").orElse(""))
        .collect(Collectors.joining(","));
  }

  /** A text with no place to fill in: a dollar sign is one. */
  private static String plain(String text) {
    return text.replace("$", "$$");
  }
}
