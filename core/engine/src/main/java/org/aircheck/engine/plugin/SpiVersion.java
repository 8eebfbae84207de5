package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.Protocol;

/**
 * A version of {@code org.aircheck.spi}. Within one {@code major} nothing goes that a plugin was
 * compiled against; what is added raises {@code minor}; {@code patch} is nothing to a plugin.
 */
record SpiVersion(int major, int minor, int patch) {
  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?");

  /** The version of the SPI that this program has. */
  static final SpiVersion CURRENT = current();

  /** Reads {@code 1}, {@code 1.2} or {@code 1.2.3}; empty when it is none of these. */
  static Optional<SpiVersion> of(String text) {
    final Matcher matcher = SYNTAX.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new SpiVersion(number(matcher, 1), number(matcher, 2), number(matcher, 3)))
        : Optional.empty();
  }

  /** Why a plugin that was compiled against another version can't be used; empty when it can. */
  Optional<String> refuses(String requires) {
    final Optional<SpiVersion> other = of(requires);
    if (other.isEmpty()) {
      return Optional.of(
          "plugin.requires is \"" + requires + "\"; it names the SPI's version, such as " + this);
    }
    if (other.get().major != major) {
      return Optional.of(
          "it was made for SPI "
              + requires
              + ", this is "
              + this
              + ": get its version for SPI "
              + major);
    }
    return other.get().minor > minor
        ? Optional.of("it needs SPI " + requires + ", this is " + this + ": get a newer Aircheck")
        : Optional.empty();
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static SpiVersion current() {
    try (InputStream in = Protocol.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("the SPI's jar has no version.txt");
      }
      final String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return of(text).orElseThrow(() -> new IllegalStateException("no version: " + text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
