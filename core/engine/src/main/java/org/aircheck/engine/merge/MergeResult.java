package org.aircheck.engine.merge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a merge.
 *
 * @param files in the order of their media
 * @param first the first segment
 * @param segments how many are in the files, over all tracks
 * @param losses what is missing, in the order of time
 */
public record MergeResult(List<Written> files, First first, long segments, List<Loss> losses) {

  /** Copies the lists. */
  public MergeResult {
    files = List.copyOf(files);
    losses = List.copyOf(losses);
  }

  /**
   * A file.
   *
   * @param bytes its size
   * @param skew how far sound and pictures are apart from where the session has them, at the most
   */
  public record Written(Path path, Duration duration, long bytes, Duration skew) {}

  /**
   * The first segment of the first track.
   *
   * @param number its sequence number, or its time where it is addressed by that
   * @param at on the track's timeline, where its manifest says so
   */
  public record First(String track, long number, Optional<Duration> at) {}

  /**
   * Media of a track that is not there.
   *
   * @param file from 0, the file in which it is missing
   * @param at where in that file
   * @param length how much
   */
  public record Loss(String track, int file, Duration at, Duration length) {}
}
