package org.aircheck.server.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.netty.util.IllegalReferenceCountException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Files that were sent lately, kept open. Thread-safe; opening one blocks on the file system. */
final class OpenFiles implements AutoCloseable {
  private static final int MOST = 512;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final LoadingCache<Path, OpenFile> files =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterAccess(IDLE)
          .executor(Runnable::run)
          .removalListener(OpenFiles::removed)
          .build(OpenFile::new);

  /**
   * A file, held once more for the caller.
   *
   * @throws java.io.UncheckedIOException when it can't be opened
   */
  OpenFile hold(Path file) {
    while (true) {
      final OpenFile open = files.get(file);
      try {
        open.retain();
        return open;
      } catch (IllegalReferenceCountException closedMeanwhile) {
        files.asMap().remove(file, open);
      }
    }
  }

  private static void removed(@Nullable Path path, @Nullable OpenFile file, RemovalCause cause) {
    if (file != null) {
      file.release();
    }
  }

  @Override
  public void close() {
    files.invalidateAll();
    files.cleanUp();
  }
}
