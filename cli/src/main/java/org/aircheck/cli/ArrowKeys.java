package org.aircheck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A list on a terminal, in which the arrow keys move and Return chooses. */
final class ArrowKeys {
  private static final int ESCAPE = 27;

  private final PrintWriter out;

  ArrowKeys(PrintWriter out) {
    this.out = out;
  }

  /** The place of the chosen line. */
  int choose(String title, List<String> lines) throws CommandException {
    out.println(title + "  (arrow keys, Return)");
    try {
      stty("-icanon", "-echo", "min", "1");
      try {
        return choose(lines, System.in);
      } finally {
        stty("sane");
      }
    } catch (IOException e) {
      throw new CommandException("can't read from the terminal: " + e.getMessage(), e);
    }
  }

  private int choose(List<String> lines, InputStream in) throws IOException, CommandException {
    int at = 0;
    draw(lines, at);
    while (true) {
      final int key = in.read();
      switch (key) {
        case '\n', '\r' -> {
          return at;
        }
        case 'k' -> at = Math.max(0, at - 1);
        case 'j' -> at = Math.min(lines.size() - 1, at + 1);
        case ESCAPE -> {
          final int second = in.read();
          final int arrow = second == '[' || second == 'O' ? in.read() : second;
          at = Math.clamp(at + (arrow == 'A' ? -1 : arrow == 'B' ? 1 : 0), 0, lines.size() - 1);
        }
        case -1, 'q' -> throw new CommandException("no quality was chosen; nothing is archived");
        default -> {}
      }
      out.print("\u001b[" + lines.size() + "A");
      draw(lines, at);
    }
  }

  private void draw(List<String> lines, int at) {
    for (int i = 0; i < lines.size(); i++) {
      out.println(
          "\r\u001b[K"
              + (i == at ? "> \u001b[1m" + lines.get(i) + "\u001b[0m" : "  " + lines.get(i)));
    }
    out.flush();
  }

  /** The terminal's own settings: Java has no way to them. */
  private static void stty(String... settings) throws IOException {
    final ProcessBuilder command = new ProcessBuilder("stty");
    command.command().addAll(List.of(settings));
    final Process process = command.redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("stty failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
