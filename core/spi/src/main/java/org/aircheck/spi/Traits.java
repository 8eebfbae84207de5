package org.aircheck.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a manifest describes a track, as far as it does.
 *
 * @param bandwidth the peak bit rate, in bits a second
 * @param resolution the picture's size
 * @param frameRate pictures a second, as the manifest rounds it
 * @param codecs RFC 6381 codecs as written
 * @param language the BCP 47 tag as written
 * @param name the name for people
 */
public record Traits(
    OptionalLong bandwidth,
    Optional<Resolution> resolution,
    OptionalDouble frameRate,
    Optional<String> codecs,
    Optional<String> language,
    Optional<String> name) {

  /** A track that the manifest says nothing of. */
  public static final Traits NONE =
      new Traits(
          OptionalLong.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Nothing may be null. */
  public Traits {
    Objects.requireNonNull(bandwidth, "bandwidth");
    Objects.requireNonNull(resolution, "resolution");
    Objects.requireNonNull(frameRate, "frameRate");
    Objects.requireNonNull(codecs, "codecs");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(name, "name");
  }

  /** A picture's size in pixels, both positive. */
  public record Resolution(int width, int height) {
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }
}
