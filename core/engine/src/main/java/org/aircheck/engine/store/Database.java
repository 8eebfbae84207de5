package org.aircheck.engine.store;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Opens a session's database. */
final class Database {
  private static final int BUSY_MILLIS = 5_000;

  /** A recorder appends; a larger page cache in each of many sessions is memory for nothing. */
  private static final int CACHE_KIB = 512;

  private Database() {}

  /** For writing; created when it is not there, and brought to the current schema. */
  static Handle writable(Layout layout, Durability durability) {
    final SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(
        durability == Durability.SYNCHRONOUS
            ? SQLiteConfig.SynchronousMode.FULL
            : SQLiteConfig.SynchronousMode.OFF);
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHE_KIB); // negative: in KiB rather than pages
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      final Connection connection = config.createConnection("jdbc:sqlite:" + layout.database());
      try {
        Schema.migrate(connection, layout.name());
        return Jdbi.create(owned(connection)).open();
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw problem(layout, e);
    }
  }

  /**
   * For reading, beside a recorder that writes or without one, also on a medium that can't be
   * written.
   */
  static Handle readable(Layout layout) {
    if (!Files.isRegularFile(layout.database())) {
      throw new StoreException(
          StoreException.Problem.MISSING,
          "no session "
              + layout.name()
              + " in "
              + layout.folder().getParent()
              + "; \"aircheck sessions list\" shows what is there");
    }
    final boolean frozen =
        !Files.isWritable(layout.folder()) || !Files.isWritable(layout.database());
    final SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(BUSY_MILLIS);
    if (frozen) {
      config.setReadOnly(true);
    }
    final String url =
        "jdbc:sqlite:file:"
            + layout.database().toUri().getRawPath()
            + (frozen && !hasLog(layout) ? "?immutable=1" : "");
    try {
      final Connection connection = config.createConnection(url);
      try {
        Schema.check(connection, layout.name());
        final Handle handle = Jdbi.create(owned(connection)).open();
        handle.execute("PRAGMA query_only = 1");
        handle.execute("PRAGMA trusted_schema = 0");
        return handle;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw problem(layout, e);
    }
  }

  /** Whether there are rows that are only in the log: what is immutable is read without it. */
  private static boolean hasLog(Layout layout) {
    return layout.folder().resolve("session.db-wal").toFile().length() > 0;
  }

  /**
   * Given as a factory, the connection is closed with its handle; given as itself, it would stay
   * open.
   */
  private static ConnectionFactory owned(Connection connection) {
    return () -> connection;
  }

  /** What an error of the database means for a person. */
  static StoreException problem(Layout layout, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException known) {
        return known;
      }
      if (cause instanceof SQLiteException sqlite) {
        final SQLiteErrorCode code = sqlite.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB) {
          return new StoreException(
              StoreException.Problem.CORRUPT,
              "session.db of session "
                  + layout.name()
                  + " is damaged ("
                  + code.message
                  + "); \"aircheck sessions verify\" says what is whole",
              e);
        }
        return new StoreException(
            StoreException.Problem.UNWRITABLE,
            "can't use session " + layout.name() + ": " + code.message,
            e);
      }
    }
    return new StoreException(
        StoreException.Problem.UNWRITABLE,
        "can't use session " + layout.name() + ": " + e.getMessage(),
        e);
  }
}
