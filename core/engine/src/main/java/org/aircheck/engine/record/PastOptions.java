package org.aircheck.engine.record;

import java.time.Duration;
import org.aircheck.engine.past.SearchBounds;

/**
 * How to search what a manifest no longer lists.
 *
 * @param bounds what it may cost
 * @param retries attempts after the first at a segment that must be there, from 0
 * @param retryDelay between two of them
 * @param between the least time between two requests; zero for none
 */
public record PastOptions(SearchBounds bounds, int retries, Duration retryDelay, Duration between) {
  /** At full speed; what must be there is asked for six times. */
  public static final PastOptions DEFAULT =
      new PastOptions(SearchBounds.DEFAULT, 5, Duration.ofSeconds(1), Duration.ZERO);
}
