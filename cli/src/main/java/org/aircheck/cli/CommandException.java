package org.aircheck.cli;

/**
 * A command can't do what it was asked to. The message is one line: what happened and what to do.
 */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }

  CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
