package org.aircheck.smooth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.aircheck.spi.Manifest;

/**
 * A stream's pattern of addresses, such as {@code QualityLevels({bitrate})/Fragments(video={start
 * time})} ([MS-SSTR] section 2.2.2.3).
 */
record Template(String pattern) {
  private static final String BITRATE = "(?i)\\{bit[ _]?rate\\}";
  private static final String TIME = "(?i)\\{start[ _]?time\\}";
  private static final String CUSTOM = "(?i)\\{customattributes\\}";

  /** Whether each fragment has an address of its own. */
  boolean isWhole() {
    return pattern.length() < 4_000 && pattern.matches("(?s).*" + TIME + ".*");
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
    return absolute(manifest, filled).map(URI::toString);
  }

  /** A reference against the manifest's address. */
  static Optional<URI> absolute(Manifest manifest, String reference) {
    try {
      final URI address = manifest.uri().resolve(new URI(legal(reference)));
      final String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && address.getRawAuthority() != null
          ? Optional.of(address)
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Streams' names stand in addresses as they are: with spaces, with letters of any language. */
  private static String legal(String reference) {
    final StringBuilder legal = new StringBuilder();
    for (byte b : reference.getBytes(StandardCharsets.UTF_8)) {
      final char c = (char) (b & 0xFF);
      if (c > ' ' && c < 0x7F && "\"<>\\^`{|}".indexOf(c) < 0) {
        legal.append(c);
      } else {
        legal.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return legal.toString();
  }
}
