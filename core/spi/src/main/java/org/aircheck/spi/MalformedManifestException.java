package org.aircheck.spi;

import java.util.OptionalInt;

/**
 * The bytes are no manifest of the protocol, or break a cap. The message names what was expected,
 * for a person to read.
 */
public class MalformedManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  /** A defect of the manifest as a whole. */
  public MalformedManifestException(String message) {
    this(message, 0);
  }

  /**
   * A defect at a line.
   *
   * @param line counted from 1; 0 when it concerns the whole
   */
  public MalformedManifestException(String message, int line) {
    super(line > 0 ? "line " + line + ": " + message : message);
    this.line = line;
  }

  /** The line, counted from 1, where the manifest can't be read further. */
  public final OptionalInt line() {
    return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
  }
}
