package org.aircheck.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write a session: the operating system's lock on a file, which a killed process loses
 * by itself.
 */
final class SessionLock implements AutoCloseable {
  /**
   * The folders that this process holds. POSIX locks belong to the process and go when any channel
   * of the file is closed: a second attempt must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private SessionLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  static SessionLock take(Layout layout) {
    try {
      final Path key = layout.folder().toRealPath();
      if (!HELD.add(key)) {
        throw taken(layout);
      }
      boolean locked = false;
      try {
        final SessionLock lock = open(key, layout);
        locked = true;
        return lock;
      } finally {
        if (!locked) {
          HELD.remove(key);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Problem.UNWRITABLE,
          "can't write to " + layout.folder() + ": " + e.getMessage(),
          e);
    }
  }

  private static SessionLock open(Path key, Layout layout) throws IOException {
    final FileChannel channel =
        FileChannel.open(
            layout.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw taken(layout);
    }
    return new SessionLock(key, channel);
  }

  private static StoreException taken(Layout layout) {
    return new StoreException(
        StoreException.Problem.LOCKED,
        "session "
            + layout.name()
            + " is being recorded; stop that recorder first, or choose another name with -s");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(key);
    }
  }
}
