package org.aircheck.engine.past;

/**
 * What a search may cost at the most.
 *
 * @param parallel requests at a time, from 1
 * @param chunk guesses for one segment, from 1
 * @param misses guesses in a row that hit nothing, after which what is further back counts as gone
 */
public record SearchBounds(int parallel, int chunk, long misses) {
  /** Ample for origins that answer quickly. */
  public static final SearchBounds DEFAULT = new SearchBounds(50, 500, 30_000);

  /** Refuses what allows nothing. */
  public SearchBounds {
    if (parallel < 1 || chunk < 1 || misses < 1) {
      throw new IllegalArgumentException(parallel + ", " + chunk + ", " + misses);
    }
  }
}
