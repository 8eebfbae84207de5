package org.aircheck.engine.store;

import java.util.List;

/**
 * What lies in a folder of sessions.
 *
 * @param sessions those that can be read, by name
 * @param broken those that can't, by name
 */
public record Listing(List<SessionInfo> sessions, List<Broken> broken) {
  /** Copies the lists. */
  public Listing {
    sessions = List.copyOf(sessions);
    broken = List.copyOf(broken);
  }

  /**
   * A folder with a {@code session.db} that can't be read.
   *
   * @param name the folder's name
   * @param problem what is the matter
   * @param message the same in one line for a person to read
   */
  public record Broken(String name, StoreException.Problem problem, String message) {}
}
