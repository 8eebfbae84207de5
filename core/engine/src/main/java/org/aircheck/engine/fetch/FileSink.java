package org.aircheck.engine.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams a body to a new file, which is there from its first byte on. */
final class FileSink implements Sink {
  private final Path file;
  private final MessageDigest digest = Sink.sha256();
  private @Nullable FileChannel channel;
  private long length;

  FileSink(Path file) {
    this.file = file;
  }

  @Override
  public void write(ByteBuffer bytes) throws InterruptedException {
    try {
      if (channel == null) {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      length += bytes.remaining();
      digest.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Received> finish() {
    final FileChannel open = channel;
    if (open == null) {
      return Optional.empty();
    }
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new Received.OnDisk(file, length, HexFormat.of().formatHex(digest.digest())));
  }

  /** Deletes the file, if it is this sink's. */
  @Override
  public void abandon() {
    final FileChannel open = channel;
    if (open != null) {
      try (open) {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    // The channel leaves the thread's flag set; the exception takes its place.
    Thread.interrupted();
    final InterruptedException e = new InterruptedException("interrupted while writing a body");
    e.initCause(cause);
    return e;
  }
}
