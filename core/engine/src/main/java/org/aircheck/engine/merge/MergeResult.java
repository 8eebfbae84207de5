package org.aircheck.engine.merge;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came of a merge.
 *
 * @param files in the order of their media
 * @param first when the first segment was announced
 * @param segments how many are in the files, over all tracks
 * @param losses what is missing in between, in the order of time
 */
public record MergeResult(List<Written> files, Instant first, long segments, List<Loss> losses) {

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
   * Segments of a track that are not there.
   *
   * @param from when the first of them was announced
   */
  public record Loss(String track, long first, long last, Instant from) {}
}
