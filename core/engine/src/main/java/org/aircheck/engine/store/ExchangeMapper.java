package org.aircheck.engine.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.aircheck.spi.ByteRange;
import org.jspecify.annotations.Nullable;

/** Reads rows of exchanges. */
final class ExchangeMapper {
  static final String SELECT =
      """
      SELECT e.id, e.run, e.kind, e.track, r.url AS requested, e.range_offset, e.range_length, e.redirects,
        f.url AS final, e.sent, e.answered, e.done, e.status, h.json AS headers, v.json AS validators, e.date, e.age,
        e.attempt, e.error, b.id AS body, b.sha256, b.length, b.extension
      FROM exchange e
      JOIN resource r ON r.id = e.resource
      LEFT JOIN resource f ON f.id = e.final
      LEFT JOIN shared h ON h.id = e.headers
      LEFT JOIN shared v ON v.id = e.validators
      LEFT JOIN body b ON b.id = e.body
      """;

  private static final int SHA256_BYTES = 32;
  private static final ExchangeKind[] KINDS = ExchangeKind.values();

  private ExchangeMapper() {}

  static Observation map(ResultSet row) throws SQLException {
    final long sent = row.getLong("sent");
    final URI requested = URI.create(row.getString("requested"));
    final @Nullable String last = row.getString("final");
    final OptionalLong answered = number(row, "answered");
    final OptionalLong status = number(row, "status");
    final OptionalLong attempt = number(row, "attempt");
    final @Nullable String redirects = row.getString("redirects");
    return new Observation(
        row.getLong("id"),
        row.getLong("run"),
        KINDS[row.getInt("kind") - 1],
        number(row, "track"),
        requested,
        range(row),
        redirects == null ? List.of() : Json.hops(redirects),
        last == null ? requested : URI.create(last),
        Micros.instant(sent),
        answered.isPresent()
            ? Optional.of(Micros.instant(sent + answered.getAsLong()))
            : Optional.empty(),
        Micros.instant(sent + row.getLong("done")),
        status.isPresent() ? OptionalInt.of((int) status.getAsLong()) : OptionalInt.empty(),
        headers(row, sent),
        (int) attempt.orElse(1),
        Optional.ofNullable(row.getString("error")),
        body(row));
  }

  static Optional<ByteRange> range(ResultSet row) throws SQLException {
    final OptionalLong length = number(row, "range_length");
    return length.isPresent()
        ? Optional.of(new ByteRange(row.getLong("range_offset"), length.getAsLong()))
        : Optional.empty();
  }

  static OptionalLong number(ResultSet row, String column) throws SQLException {
    final long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Map<String, String> headers(ResultSet row, long sent) throws SQLException {
    final @Nullable String shared = row.getString("headers");
    final @Nullable String validators = row.getString("validators");
    final OptionalLong date = number(row, "date");
    return new HeaderSplit(
            shared == null ? new LinkedHashMap<>() : Json.map(shared),
            validators == null ? Map.of() : Json.map(validators),
            date.isPresent() ? OptionalLong.of(date.getAsLong() + sent / 1_000_000) : date,
            number(row, "age"))
        .joined();
  }

  private static Optional<BodyRef> body(ResultSet row) throws SQLException {
    final OptionalLong id = number(row, "body");
    return id.isPresent() ? Optional.of(body(id.getAsLong(), row)) : Optional.empty();
  }

  /**
   * A body's row. A session may come from anybody: its file's name must not lead anywhere else.
   *
   * @throws IllegalArgumentException when the row was not written by a recorder
   */
  static BodyRef body(long id, ResultSet row) throws SQLException {
    final byte[] sha256 = row.getBytes("sha256");
    final long length = row.getLong("length");
    final String extension = row.getString("extension");
    if (sha256.length != SHA256_BYTES || length < 0 || !Layout.isExtension(extension)) {
      throw new IllegalArgumentException(
          "body " + id + " has a hash, length or extension that can't be");
    }
    return new BodyRef(id, HexFormat.of().formatHex(sha256), length, extension);
  }
}
