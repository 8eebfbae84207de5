package org.aircheck.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where commands print to. */
final class Output {
  private Output() {}

  /** A writer on one of the process's streams, flushed at each line. */
  static PrintWriter standard(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Whether what is printed is looked at by a person, on a terminal that can move its cursor. */
  static boolean isTerminal() {
    return System.console() != null
        && System.console().isTerminal()
        && !"dumb".equals(System.getenv("TERM"))
        && System.getenv("TERM") != null;
  }
}
