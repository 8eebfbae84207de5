package org.aircheck.engine.store;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch's rows. Every row has its number already, so that writing a batch twice changes
 * nothing.
 */
final class BatchRows {
  private final long run;
  private final Statements statements;
  private final ExchangeRows exchanges;

  BatchRows(long run, Statements statements) {
    this.run = run;
    this.statements = statements;
    this.exchanges = new ExchangeRows(statements);
  }

  /** Begins anew after a transaction that was rolled back. */
  void forget() {
    statements.forget();
    exchanges.forget();
  }

  /** Where a content is that has a row, by its hash: see {@link BodyRef#extension()}. */
  Optional<String> extension(String sha256) throws SQLException {
    return statements.text(
        "SELECT extension FROM body WHERE sha256 = ?", (Object) HexFormat.of().parseHex(sha256));
  }

  void write(Batch batch) throws SQLException {
    if (batch.protocol.isPresent()) {
      statements.execute("UPDATE session SET protocol = ?", batch.protocol.get());
    }
    for (Map.Entry<Long, Track> track : batch.tracks.entrySet()) {
      statements.execute(
          "INSERT INTO track (id, name, description) VALUES (?, ?, ?)"
              + " ON CONFLICT (id) DO UPDATE SET description = excluded.description",
          track.getKey(),
          track.getValue().id(),
          Json.track(track.getValue()));
    }
    for (Batch.Put put : batch.exchanges) {
      exchanges.write(run, put);
    }
    for (Asset asset : batch.assets.values()) {
      asset(asset);
    }
    for (RecordedSegment segment : batch.segments.values()) {
      segment(segment);
    }
    for (Gap gap : batch.gaps) {
      gap(gap);
    }
  }

  private void asset(Asset a) throws SQLException {
    statements.execute(
        """
        INSERT OR REPLACE INTO asset
          (id, track, kind, resource, range_offset, range_length, state, announced, exchange)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        a.id(),
        boxed(a.track()),
        a.kind().ordinal() + 1,
        exchanges.resource(a.uri().toString()),
        a.range().map(ByteRange::offset).orElse(null),
        a.range().map(ByteRange::length).orElse(null),
        a.state().name(),
        Micros.of(a.announced()),
        boxed(a.exchange()));
  }

  private void segment(RecordedSegment r) throws SQLException {
    final Segment s = r.segment();
    statements.execute(
        """
        INSERT OR REPLACE INTO segment (id, track, epoch, sequence, state, resource, range_offset, range_length,
          ticks, timescale, start_ticks, start_timescale, discontinuity_sequence, discontinuity, gap,
          program_date_time, title, extras, map, keys, announced, removed, exchange, initialization, key_assets)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ?)
        """,
        r.id(),
        r.track(),
        r.epoch(),
        s.sequence(),
        r.state().name(),
        exchanges.resource(s.uri().toString()),
        s.range().map(ByteRange::offset).orElse(null),
        s.range().map(ByteRange::length).orElse(null),
        s.duration().ticks(),
        s.duration().timescale(),
        s.start().map(t -> t.ticks()).orElse(null),
        s.start().map(t -> t.timescale()).orElse(null),
        s.discontinuitySequence(),
        s.discontinuity() ? 1 : 0,
        s.gap() ? 1 : 0,
        s.programDateTime().map(Object::toString).orElse(null),
        s.title().isEmpty() ? null : s.title(),
        s.extras().isEmpty() ? null : Json.strings(s.extras()),
        shared(s.initialization().map(Json::initialization)),
        shared(s.keys().isEmpty() ? Optional.empty() : Optional.of(Json.keys(s.keys()))),
        Micros.of(r.announced()),
        r.removed().map(Micros::of).orElse(null),
        boxed(r.exchange()),
        boxed(r.initialization()),
        r.keys().isEmpty() ? null : Json.numbers(r.keys()));
  }

  private void gap(Gap g) throws SQLException {
    statements.execute(
        """
        INSERT OR REPLACE INTO gap (id, track, epoch, first, last, segments, began, ended, reason, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        g.id(),
        boxed(g.track()),
        g.epoch(),
        boxed(g.first()),
        boxed(g.last()),
        g.count(),
        Micros.of(g.began()),
        Micros.of(g.ended()),
        g.reason().name(),
        g.detail());
  }

  private @Nullable Long shared(Optional<String> json) throws SQLException {
    return json.isEmpty() ? null : (Long) exchanges.sharedId(json.get());
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }
}
