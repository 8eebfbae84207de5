package org.aircheck.engine.merge;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to merge, and how.
 *
 * @param output the file; a session whose coding changes gives further ones, named {@code -2}, ...
 * @param video a track's id; empty for the best
 * @param audio tracks' ids; empty for the best one that belongs to the video
 * @param closeGaps whether missing media is closed up, on all tracks alike, instead of kept as a
 *     gap
 * @param failOnChange whether a change of resolution or codec is an error instead of a new file
 * @param replace whether files that are there may be written over
 */
public record MergeOptions(
    Path output,
    Optional<String> video,
    List<String> audio,
    boolean closeGaps,
    boolean failOnChange,
    boolean replace) {

  /** Copies the list. */
  public MergeOptions {
    audio = List.copyOf(audio);
  }
}
