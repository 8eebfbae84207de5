package org.aircheck.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aircheck.testkit.Poll;

/**
 * A process that a test started. Its standard output and standard error are read all the time and
 * kept, as lines.
 *
 * <p>Thread-safe. Closing kills it.
 */
public final class Child implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(20);

  private static final boolean ENV_RESETS_SIGNALS = envResetsSignals();

  private final String name;
  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = Thread.ofVirtual().name(name + " output").start(this::read);
  }

  /**
   * Starts a process.
   *
   * @param command the program and its arguments
   * @param folder its working directory
   */
  public static Child start(List<String> command, Path folder) {
    try {
      final Process process =
          new ProcessBuilder(hearing(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      return new Child(Path.of(command.getFirst()).getFileName().toString(), process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The command with SIGINT as it is by default: a test run that a shell started in the background
   * ignores it, and a child would inherit that. {@code env} becomes the command, so the process
   * keeps its number.
   */
  private static List<String> hearing(List<String> command) {
    return ENV_RESETS_SIGNALS
        ? Stream.concat(Stream.of("env", "--default-signal=INT"), command.stream()).toList()
        : command;
  }

  private static boolean envResetsSignals() {
    try {
      return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      // The pipe of a killed process breaks at any point: that is its end.
      output.add("(output ends: " + e.getMessage() + ")");
    }
  }

  /** What it has written so far, standard error among standard output. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** Waits for a line that contains a text, and returns it; fails when the process ends without. */
  public String awaitLine(String text, Duration patience) {
    return Poll.value(
        patience,
        () -> {
          final boolean over = !reader.isAlive();
          final Optional<String> line = output.stream().filter(l -> l.contains(text)).findFirst();
          if (line.isEmpty() && over) {
            throw new IllegalStateException(name + " ended without; it wrote " + output);
          }
          return line;
        },
        "\"" + text + "\" from " + name);
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Kills it at once (SIGKILL), and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(END);
  }

  /** Asks it to end (SIGTERM); see {@link #awaitExit}. */
  public void terminate() {
    process.destroy();
  }

  /** Sends what Ctrl+C sends (SIGINT); see {@link #awaitExit}. */
  public void interrupt() {
    // The shell's own kill: a fresh Debian has no other.
    try (Child kill = start(List.of("/bin/sh", "-c", "kill -INT " + pid()), Path.of("."))) {
      kill.awaitExit(END);
    }
  }

  /** Waits for its end and for its last output; returns its exit code. */
  public int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + patience + "; it wrote " + output);
      }
      reader.join(END);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the end of " + name, e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
