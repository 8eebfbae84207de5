package org.aircheck.spi;

import java.util.Objects;

/**
 * Something odd in a manifest that was read all the same.
 *
 * @param line counted from 1; 0 when it concerns the whole
 * @param message what is odd and what was assumed, for a person to read
 */
public record Warning(int line, String message) {
  /** Nothing may be null. */
  public Warning {
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return line > 0 ? "line " + line + ": " + message : message;
  }
}
