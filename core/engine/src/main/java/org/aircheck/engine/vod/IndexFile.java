package org.aircheck.engine.vod;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which a channel's index is kept: with the media, or in the user's cache where that
 * can't be written. Several processes may use one at a time. Thread-safe.
 */
public final class IndexFile {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);
  private static final String FOLDER = ".aircheck";
  private static final long MOST_BYTES = 256L << 20;

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();

  private IndexFile(Path file) {
    this.file = file;
  }

  /**
   * The index of a stream.
   *
   * @param folder where the media are
   * @param stream the stream's name, and its protocol
   * @param cache a folder of the user's; created when needed
   */
  public static IndexFile of(Path folder, String stream, Path cache) {
    final String name =
        stream.replaceAll("[^\\p{L}\\p{N}._-]+", "_")
            + "-"
            + hash(stream).substring(0, 8)
            + ".json";
    final Path beside = folder.resolve(FOLDER);
    try {
      // The folder may be anybody's: nothing is written through links in it.
      Files.createDirectories(beside);
      if (Files.isWritable(beside) && !Files.isSymbolicLink(beside)) {
        return new IndexFile(beside.resolve(name));
      }
    } catch (IOException e) {
      LOG.debug("no index in {}", folder, e);
    }
    return new IndexFile(
        cache.resolve(hash(folder.toAbsolutePath().normalize().toString())).resolve(name));
  }

  /** Where it is. */
  public Path path() {
    return file;
  }

  /** Forgets all that it says. */
  public void forget() {
    update(content -> IndexJson.Content.EMPTY);
  }

  /** When it was written last, in nanoseconds; 0 when it never was. */
  long version() {
    try {
      return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      return 0;
    }
  }

  IndexJson.Content read() {
    try {
      return Files.size(file) > MOST_BYTES
          ? IndexJson.Content.EMPTY
          : IndexJson.read(Files.readAllBytes(file));
    } catch (IOException e) {
      return IndexJson.Content.EMPTY;
    }
  }

  /**
   * Changes it as one step, also for other processes. When it can't be written, the change holds
   * for this process alone, and the log says so.
   */
  IndexJson.Content update(UnaryOperator<IndexJson.Content> change) {
    lock.lock();
    try {
      Files.createDirectories(file.getParent());
      final Path locked = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  locked,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS);
          FileLock ignored = channel.lock()) {
        final IndexJson.Content changed = change.apply(read());
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.write(fresh, IndexJson.write(changed), StandardOpenOption.CREATE_NEW);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return changed;
      }
    } catch (IOException e) {
      LOG.warn(
          "the index {} can't be written ({}): other nodes, and the next start, won't know it",
          file,
          e.getMessage());
      return change.apply(read());
    } finally {
      lock.unlock();
    }
  }

  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
