package org.aircheck.engine.vod;

import java.util.List;

/**
 * What is in a folder.
 *
 * @param streams in the order of their names; of one name there may be one for each protocol
 * @param problems what was found and can't be used, one line each
 */
public record Found(List<VodStream> streams, List<String> problems) {
  /** Copies the lists. */
  public Found {
    streams = List.copyOf(streams);
    problems = List.copyOf(problems);
  }
}
