package org.aircheck.engine.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.jspecify.annotations.Nullable;

/** Reads rows of segments and assets. */
final class SegmentMapper {
  static final String SELECT =
      """
      SELECT s.*, r.url, m.json AS map_json, k.json AS keys_json
      FROM segment s
      JOIN resource r ON r.id = s.resource
      LEFT JOIN shared m ON m.id = s.map
      LEFT JOIN shared k ON k.id = s.keys
      """;

  private SegmentMapper() {}

  static RecordedSegment map(ResultSet row) throws SQLException {
    final @Nullable String keyAssets = row.getString("key_assets");
    return new RecordedSegment(
        row.getLong("id"),
        row.getLong("track"),
        row.getInt("epoch"),
        segment(row),
        SegmentState.valueOf(row.getString("state")),
        Micros.instant(row.getLong("announced")),
        instant(ExchangeMapper.number(row, "removed")),
        ExchangeMapper.number(row, "exchange"),
        ExchangeMapper.number(row, "initialization"),
        keyAssets == null ? List.of() : Json.numbers(keyAssets));
  }

  static Asset asset(ResultSet row) throws SQLException {
    return new Asset(
        row.getLong("id"),
        ExchangeMapper.number(row, "track"),
        ExchangeKind.values()[row.getInt("kind") - 1],
        URI.create(row.getString("url")),
        ExchangeMapper.range(row),
        SegmentState.valueOf(row.getString("state")),
        Micros.instant(row.getLong("announced")),
        ExchangeMapper.number(row, "exchange"));
  }

  static Optional<Instant> instant(OptionalLong micros) {
    return micros.isPresent() ? Optional.of(Micros.instant(micros.getAsLong())) : Optional.empty();
  }

  private static Segment segment(ResultSet row) throws SQLException {
    final OptionalLong start = ExchangeMapper.number(row, "start_ticks");
    final @Nullable String date = row.getString("program_date_time");
    final @Nullable String title = row.getString("title");
    final @Nullable String extras = row.getString("extras");
    final @Nullable String map = row.getString("map_json");
    final @Nullable String keys = row.getString("keys_json");
    return new Segment(
        row.getLong("sequence"),
        row.getLong("discontinuity_sequence"),
        row.getInt("discontinuity") != 0,
        row.getInt("gap") != 0,
        URI.create(row.getString("url")),
        ExchangeMapper.range(row),
        new MediaTime(row.getLong("ticks"), row.getLong("timescale")),
        start.isPresent()
            ? Optional.of(new MediaTime(start.getAsLong(), row.getLong("start_timescale")))
            : Optional.empty(),
        date == null ? Optional.empty() : Optional.of(Instant.parse(date)),
        map == null ? Optional.empty() : Optional.of(Json.initialization(map)),
        keys == null ? List.of() : Json.keys(keys),
        title == null ? "" : title,
        extras == null ? List.of() : Json.strings(extras));
  }
}
