package org.aircheck.engine.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One start and stop of the recorder.
 *
 * @param id counted from 1
 * @param stopped empty while it runs, and for ever when it was killed
 * @param version of the program
 * @param options as given, secrets left out
 * @param outcome in a word or two, empty as long as {@code stopped} is
 */
public record Run(
    long id,
    Instant started,
    Optional<Instant> stopped,
    String version,
    Map<String, String> options,
    Optional<String> outcome) {
  /** Copies the map. */
  public Run {
    options = Map.copyOf(options);
  }
}
