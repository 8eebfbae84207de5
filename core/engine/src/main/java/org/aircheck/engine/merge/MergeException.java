package org.aircheck.engine.merge;

/** A session can't be merged; the message says why and what to do. */
public final class MergeException extends Exception {
  private static final long serialVersionUID = 1L;

  MergeException(String message) {
    super(message);
  }

  MergeException(String message, Throwable cause) {
    super(message, cause);
  }
}
