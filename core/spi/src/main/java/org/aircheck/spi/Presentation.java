package org.aircheck.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one version of a manifest describes.
 *
 * <p>An HLS multivariant playlist gives tracks that have manifests of their own and no segments; an
 * HLS media playlist gives one track with its segments; a DASH MPD gives all tracks with their
 * segments.
 *
 * @param tracks in the manifest's order, each {@link Track#id()} once in a {@link Period}
 * @param ended whether no further version will come: ENDLIST, a static MPD
 * @param growing whether nothing that is listed will be removed: EXT-X-PLAYLIST-TYPE:EVENT
 * @param targetDuration the longest segment that the manifest promises, as far as it says
 * @param pace the longest wait between two reloads that still sees every version, as far as the
 *     manifest says
 * @param timing how it hangs together with the wall clock
 * @param companions other small documents that a player may ask for (session keys, session data);
 *     absolute
 * @param extras lines or elements of the whole manifest that this model has no word for, kept for
 *     writing; opaque
 * @param warnings what was odd, in the manifest's order
 */
public record Presentation(
    List<Track> tracks,
    boolean ended,
    boolean growing,
    Optional<Duration> targetDuration,
    Optional<Duration> pace,
    Timing timing,
    List<URI> companions,
    List<String> extras,
    List<Warning> warnings) {

  /** A presentation that has nothing to do with the wall clock. */
  public Presentation(
      List<Track> tracks,
      boolean ended,
      Optional<Duration> targetDuration,
      Optional<Duration> pace,
      List<URI> companions,
      List<String> extras,
      List<Warning> warnings) {
    this(tracks, ended, false, targetDuration, pace, Timing.NONE, companions, extras, warnings);
  }

  /** Copies the lists. */
  public Presentation {
    tracks = List.copyOf(tracks);
    companions = List.copyOf(companions);
    extras = List.copyOf(extras);
    warnings = List.copyOf(warnings);
  }
}
