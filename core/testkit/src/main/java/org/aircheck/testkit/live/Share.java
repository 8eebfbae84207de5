package org.aircheck.testkit.live;

import java.util.Random;

/**
 * A pick of paths, the same each time: what is picked depends on path and seed only.
 *
 * @param part of all paths, 0 to 1
 * @param seed for another pick
 */
public record Share(double part, long seed) {
  /** Every path. */
  public static final Share ALL = new Share(1, 0);

  /** A pick of some paths. */
  public static Share of(double part) {
    return new Share(part, 1);
  }

  /** Whether a path is picked. */
  public boolean picks(String path) {
    return new Random(path.hashCode() * 31L + seed).nextDouble() < part;
  }
}
