package org.aircheck.engine.store;

/**
 * A session can't be opened, read or written. The message is one line: what happened and what to
 * do.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /** What is the matter with the session. */
  public enum Problem {
    /** There is no session of this name. */
    MISSING,
    /** A session of this name is there already. */
    EXISTS,
    /** Another recorder writes it. */
    LOCKED,
    /** A newer version of the program wrote it. */
    NEWER,
    /** The database can't be read. */
    CORRUPT,
    /** The folder can't be written. */
    UNWRITABLE,
    /** The name can't be a session's. */
    BAD_NAME
  }

  /** A problem, in one line for a person to read. */
  public StoreException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** A problem with its cause. */
  public StoreException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What is the matter. */
  public Problem problem() {
    return problem;
  }
}
