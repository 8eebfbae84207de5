package org.aircheck.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The database's schema: a version in {@code user_version}, and a script for each step from one to
 * the next.
 */
final class Schema {
  /** "AirC": tells our databases from anybody else's. */
  static final int APPLICATION = 0x41697243;

  static final int VERSION = 1;

  private Schema() {}

  /** Brings a database to the current version. */
  static void migrate(Connection connection, String session) throws SQLException {
    check(connection, session);
    final boolean automatic = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int next = pragma(connection, "user_version") + 1; next <= VERSION; next++) {
        for (String sql : script(next).split(";\\s*\\n")) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        statement.execute("PRAGMA application_id = " + APPLICATION);
        statement.execute("PRAGMA user_version = " + next);
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(automatic);
    }
  }

  /** Refuses a database that is not ours, or that a newer version wrote. */
  static void check(Connection connection, String session) throws SQLException {
    final int version = pragma(connection, "user_version");
    if (version > VERSION) {
      throw new StoreException(
          StoreException.Problem.NEWER,
          "session "
              + session
              + " was written by a newer Aircheck (schema "
              + version
              + ", this one reads up to "
              + VERSION
              + "); update Aircheck to use it");
    }
    final int application = pragma(connection, "application_id");
    if (application != APPLICATION
        && (version != 0 || application != 0 || tables(connection) > 0)) {
      throw new StoreException(
          StoreException.Problem.CORRUPT,
          "session.db of session " + session + " is no Aircheck session");
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    return number(connection, "PRAGMA " + name);
  }

  private static int tables(Connection connection) throws SQLException {
    return number(connection, "SELECT count(*) FROM sqlite_schema");
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  private static String script(int version) {
    try (InputStream in =
        Schema.class.getResourceAsStream(String.format(Locale.ROOT, "%03d.sql", version))) {
      if (in == null) {
        throw new IllegalStateException("no script for schema " + version);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
