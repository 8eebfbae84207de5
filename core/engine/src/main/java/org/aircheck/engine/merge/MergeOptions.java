package org.aircheck.engine.merge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to merge, and how.
 *
 * @param output the file; a session whose coding changes gives further ones, named {@code -2}, ...
 * @param video a track's id; empty for the best
 * @param audio tracks' ids, or languages; empty for the best one that belongs to the video
 * @param subtitles the same; empty for none
 * @param from where to begin, after the beginning of the session's media; whole segments are taken
 * @param to where to end
 * @param keys of clear-key encryption: hexadecimal keys by the hexadecimal ids of what they decrypt
 * @param closeGaps whether missing media is closed up, on all tracks alike, instead of kept as a
 *     gap
 * @param failOnChange whether a change of resolution or codec is an error instead of a new file
 * @param replace whether files that are there may be written over
 */
public record MergeOptions(
    Path output,
    Optional<String> video,
    List<String> audio,
    List<String> subtitles,
    Optional<Duration> from,
    Optional<Duration> to,
    Map<String, String> keys,
    boolean closeGaps,
    boolean failOnChange,
    boolean replace) {

  /** Copies the collections. */
  public MergeOptions {
    audio = List.copyOf(audio);
    subtitles = List.copyOf(subtitles);
    keys = Map.copyOf(keys);
  }

  /** Everything of the chosen tracks, without subtitles; nothing is encrypted by clear keys. */
  public MergeOptions(
      Path output,
      Optional<String> video,
      List<String> audio,
      boolean closeGaps,
      boolean failOnChange,
      boolean replace) {
    this(
        output,
        video,
        audio,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        closeGaps,
        failOnChange,
        replace);
  }
}
