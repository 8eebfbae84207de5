package org.aircheck.spi;

/**
 * Writes manifests, for what the server itself puts on air: looped recordings and pseudo-live
 * channels. Pure, and called from many threads at once.
 */
@FunctionalInterface
public interface ManifestWriter {

  /**
   * Writes a presentation, as a live window or as a whole, with the addresses that it has. What is
   * read from it again has the same tracks and segments.
   *
   * <p>In a protocol whose tracks have manifests of their own it is either of one track with its
   * segments, or of all tracks with the addresses of their manifests.
   *
   * @return a manifest whose {@link Manifest#uri()} is {@code like.uri()}
   */
  Manifest write(Presentation presentation, Manifest like);
}
