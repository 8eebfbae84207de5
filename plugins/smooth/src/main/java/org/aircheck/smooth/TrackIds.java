package org.aircheck.smooth;

import java.util.HashSet;
import java.util.Set;

/**
 * Names tracks by what describes them, so that the next version's are the same. For one manifest.
 */
final class TrackIds {
  private static final int LONGEST = 180;

  private final Set<String> taken = new HashSet<>();

  /** Such as {@code video-1280x720-2500000}. */
  String next(String described) {
    final String legal = described.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
    final String cut = legal.length() > LONGEST ? legal.substring(0, LONGEST) : legal;
    String unique = cut;
    for (int i = 2; !taken.add(unique); i++) {
      unique = cut + "-" + i;
    }
    return unique;
  }
}
