package org.aircheck.engine.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** What opening a session for writing needs, be it new or not. */
final class Opened {
  private Opened() {}

  /** Opens it, and gives the lock back when that fails. */
  static SessionWriter orRelease(SessionLock lock, Supplier<SessionWriter> open) {
    try {
      return open.get();
    } catch (JdbiException | IllegalArgumentException e) {
      lock.close();
      throw new StoreException(
          StoreException.Problem.CORRUPT,
          "the session can't be opened for writing: " + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Goes on with an open database, and closes it when that fails. */
  static SessionWriter orClose(Handle handle, Supplier<SessionWriter> begin) {
    boolean begun = false;
    try {
      final SessionWriter writer = begin.get();
      begun = true;
      return writer;
    } finally {
      if (!begun) {
        handle.close();
      }
    }
  }

  /** Adds a run. */
  static long run(Handle handle, RunStart start) {
    final long run = number(handle, "SELECT coalesce(max(id), 0) + 1 FROM run");
    handle.execute(
        "INSERT INTO run (id, started, version, options) VALUES (?, ?, ?, ?)",
        run,
        Micros.of(start.now()),
        start.version(),
        Json.map(start.options()));
    return run;
  }

  /** Where a session's numbers go on. */
  static DiskWriter.Stand stand(Layout layout, Handle handle, long run) {
    final long next =
        1
            + number(
                handle,
                """
                SELECT max(coalesce((SELECT max(id) FROM segment), 0), coalesce((SELECT max(id) FROM asset), 0),
                  coalesce((SELECT max(id) FROM gap), 0))
                """);
    final Map<String, Long> tracks = new HashMap<>();
    handle
        .createQuery("SELECT id, name FROM track")
        .map((row, context) -> Map.entry(row.getString("name"), row.getLong("id")))
        .forEach(e -> tracks.put(e.getKey(), e.getValue()));
    return new DiskWriter.Stand(
        run,
        next,
        number(handle, "SELECT coalesce(max(id), 0) + 1 FROM exchange"),
        DiskWriter.mediaBytes(layout),
        tracks);
  }

  private static long number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }
}
