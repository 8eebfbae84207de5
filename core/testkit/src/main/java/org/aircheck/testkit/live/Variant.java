package org.aircheck.testkit.live;

import java.util.ArrayList;
import java.util.List;

/**
 * One rendition of a channel: a variant stream, or the audio beside them.
 *
 * @param name its folder, letters and digits
 * @param audio whether it is an audio rendition, announced with EXT-X-MEDIA
 * @param segmentBytes about the size of a segment before encryption; brought to whole TS packets,
 *     at least 18 of them
 */
public record Variant(String name, boolean audio, int segmentBytes) {

  /** Refuses a name that wants escaping. */
  public Variant {
    if (!name.matches("[a-z0-9]{1,16}")) {
      throw new IllegalArgumentException("no name of a variant: " + name);
    }
  }

  /** A variant stream with small segments. */
  public static Variant video(String name) {
    return new Variant(name, false, 6_392);
  }

  /** An audio rendition with small segments. */
  public static Variant audio(String name) {
    return new Variant(name, true, 3_384);
  }

  /** Variant streams v0, v1, ..., with segments of one size. */
  public static List<Variant> videos(int count, int segmentBytes) {
    final List<Variant> videos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      videos.add(new Variant("v" + i, false, segmentBytes));
    }
    return List.copyOf(videos);
  }
}
