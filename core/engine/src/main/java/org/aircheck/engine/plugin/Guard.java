package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a plugin, so that one that fails takes nothing down. Thread-safe. */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final String id;
  private final Path file;
  private final ClassLoader loader;

  /** It is called with each manifest; once is enough to know. */
  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * A guard before one extension of a plugin.
   *
   * @param kind what it is
   * @param id what it calls itself
   * @param file that it came from
   * @throws IllegalArgumentException when that is no name
   */
  Guard(Object extension, String kind, String id, Path file) {
    this.id = Objects.requireNonNull(id, "id() is null");
    if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("no name for a " + kind + ": \"" + id + '"');
    }
    this.file = file;
    this.loader = extension.getClass().getClassLoader();
  }

  String id() {
    return id;
  }

  /**
   * Calls the plugin with its own class loader as the thread's: libraries that look for others of
   * their kind find those that the plugin brought, and not the program's.
   *
   * @param allowed what the contract lets it throw
   * @throws PluginFailure whatever else it throws, or null for an answer. All of it, not exceptions
   *     alone: what a library's loader throws (ServiceConfigurationError) or a language's "to do"
   *     is an Error, too.
   */
  <T, E extends Exception> T call(Class<E> allowed, Callable<T> work) throws E {
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Objects.requireNonNull(work.call(), "it returned null");
    } catch (Throwable e) {
      if (allowed.isInstance(e)) {
        throw allowed.cast(e);
      }
      final String what = "the plugin \"" + id + "\" (" + file + ") failed: " + Problems.of(e);
      if (reported.compareAndSet(false, true)) {
        LOG.warn("{}", what);
      }
      LOG.debug("{} of {}", id, file, e);
      throw new PluginFailure(what, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
