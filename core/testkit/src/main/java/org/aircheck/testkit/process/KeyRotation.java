package org.aircheck.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.testkit.SystemTime;

/** Gives ffmpeg another AES-128 key every few seconds, by its key_info_file. Closing stops that. */
final class KeyRotation implements AutoCloseable {
  private final Path folder;
  private final Thread thread;

  /** Writes the first key at once, the others every {@code period}. */
  KeyRotation(Path folder, Duration period) {
    this.folder = folder;
    write(0);
    this.thread = Thread.ofVirtual().name("key rotation").start(() -> run(period));
  }

  /** What ffmpeg is to read. */
  static Path info(Path folder) {
    return folder.resolve("key.info");
  }

  private void run(Duration period) {
    final InstantSource clock = SystemTime.clock();
    final SystemPacer pacer = new SystemPacer(clock);
    Instant next = clock.instant();
    try {
      for (int number = 1; ; number++) {
        next = next.plus(period);
        pacer.sleepUntil(next);
        write(number);
      }
    } catch (InterruptedException e) {
      // Closed: the only way out.
    }
  }

  private void write(int number) {
    final byte[] key = new byte[16];
    new Random(number).nextBytes(key);
    final String name = "key" + number + ".key";
    try {
      final Path file = Files.write(folder.resolve(name), key);
      // The address as seen from a variant's playlist, then the file.
      final Path draft =
          Files.writeString(folder.resolve("key.info.new"), "../" + name + "\n" + file + "\n");
      Files.move(draft, info(folder), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
