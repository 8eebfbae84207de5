package org.aircheck.engine.store;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a run when it begins.
 *
 * @param now when it begins
 * @param version of the program
 * @param options as given, secrets left out
 * @param durability what its batches survive
 */
public record RunStart(
    Instant now, String version, Map<String, String> options, Durability durability) {
  /** Copies the map. */
  public RunStart {
    options = Map.copyOf(options);
  }
}
