package org.aircheck.testkit.process;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How {@link FfmpegLive} packages its channel.
 *
 * @param packaging of the segments
 * @param variants the number of video variants, at least 1
 * @param separateAudio whether audio is a rendition of its own; else it is in every variant
 * @param segment the duration of each
 * @param window the number of segments listed
 * @param deleteThreshold how many segments outlive their listing before they are deleted; empty
 *     keeps all
 */
public record LiveEncoding(
    Packaging packaging,
    int variants,
    boolean separateAudio,
    Duration segment,
    int window,
    OptionalInt deleteThreshold) {

  /** What a segment is. */
  public enum Packaging {
    /** MPEG-TS. */
    TS,
    /** Fragmented MP4 with an initialization section. */
    FMP4,
    /** MPEG-TS, whole segments encrypted with AES-128; the key changes every few segments. */
    TS_AES128
  }

  /** One variant with its audio, segments of a second, five listed, all kept. */
  public static LiveEncoding of(Packaging packaging) {
    return new LiveEncoding(packaging, 1, false, Duration.ofSeconds(1), 5, OptionalInt.empty());
  }
}
