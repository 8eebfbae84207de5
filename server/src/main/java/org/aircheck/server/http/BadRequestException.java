package org.aircheck.server.http;

/** A request that can't be understood; the connection can't be used further. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String line;

  BadRequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
    this.line = message;
  }

  /** The HTTP status to answer with. */
  int status() {
    return status;
  }

  /** What is wrong, for a person to read. */
  String line() {
    return line;
  }
}
