package org.aircheck.engine.store;

import java.util.List;

/**
 * The outcome of holding everything in a session against its hash.
 *
 * @param bodies how many were checked
 * @param bytes their length in all, after inflating
 * @param damaged bodies that are there and are not what was received
 * @param missing files that rows speak of and that are not there, relative to the session's folder
 * @param strays files below {@code media/} that no row speaks of, relative to the session's folder;
 *     a killed recorder may leave some, they do no harm
 * @param database what SQLite's own checks and the rows' references found, a line each
 */
public record Verification(
    long bodies,
    long bytes,
    List<Damage> damaged,
    List<String> missing,
    List<String> strays,
    List<String> database) {
  /** Copies the lists. */
  public Verification {
    damaged = List.copyOf(damaged);
    missing = List.copyOf(missing);
    strays = List.copyOf(strays);
    database = List.copyOf(database);
  }

  /**
   * A body that is not what was received.
   *
   * @param sha256 what it should hash to
   * @param place its file, relative to the session's folder, or {@code session.db}
   * @param what is wrong with it, for a person to read
   */
  public record Damage(String sha256, String place, String what) {}

  /** Whether everything that was recorded is there and unharmed. */
  public boolean whole() {
    return damaged.isEmpty() && missing.isEmpty() && database.isEmpty();
  }
}
