package org.aircheck.engine.record;

/** A recording could not begin. The message is one line: what happened and what to do. */
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A reason, for a person to read. */
  public RecordingException(String message) {
    super(message);
  }
}
