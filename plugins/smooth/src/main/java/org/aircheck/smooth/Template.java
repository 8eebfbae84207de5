package org.aircheck.smooth;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.aircheck.spi.Manifest;

/**
 * A stream's pattern of addresses, such as {@code QualityLevels({bitrate})/Fragments(video={start
 * time})} ([MS-SSTR] section 2.2.2.3).
 */
record Template(String pattern) {
  /** No server takes longer addresses. */
  static final int LONGEST = 4_000;

  private static final String BITRATE = "(?i)\\{bit[ _]?rate\\}";
  private static final String TIME = "(?i)\\{start[ _]?time\\}";
  private static final String CUSTOM = "(?i)\\{customattributes\\}";

  /** Whether each fragment has an address of its own. */
  boolean isWhole() {
    return pattern.length() <= LONGEST && pattern.matches("(?s).*" + TIME + ".*");
  }

  /**
   * The pattern for one quality level as the host fills it in: absolute, with {@code $Time$} for
   * the start.
   *
   * @return empty when it can't be an address that is fetched
   */
  Optional<String> of(Manifest manifest, Element level) {
    final String custom =
        level.all("CustomAttributes").stream()
            .flatMap(list -> list.all("Attribute").stream())
            .map(a -> a.attribute("name").orElse("") + "=" + a.attribute("value").orElse(""))
            .collect(Collectors.joining(","));
    final String filled =
        pattern
            .replace("$", "$$")
            .replaceAll(BITRATE, level.attribute("bitrate").orElse("0").replaceAll("\\D", ""))
            .replaceAll(CUSTOM, Matcher.quoteReplacement(custom))
            .replaceAll(TIME, Matcher.quoteReplacement("$Time$"));
    return References.resolve(manifest.uri(), filled).map(URI::toString);
  }
}
