package org.aircheck.engine.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.aircheck.spi.ByteRange;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import tools.jackson.core.JacksonException;

/** Reads a session over one connection, one call at a time. */
final class DiskReader implements SessionReader {
  private final Layout layout;
  private final Handle handle;
  private final ReentrantLock turn = new ReentrantLock();

  DiskReader(Layout layout) {
    this.layout = layout;
    this.handle = Database.readable(layout);
  }

  @Override
  public SessionInfo info() {
    return with(h ->
        h.createQuery(
                """
                SELECT source, protocol, created,
                  (SELECT sent + answered FROM exchange WHERE kind = 1 AND body IS NOT NULL AND status BETWEEN 200 AND 299
                    ORDER BY id LIMIT 1) AS first,
                  (SELECT sent + done FROM exchange ORDER BY id DESC LIMIT 1) AS last
                FROM session
                """)
            .map((row, context) ->
                new SessionInfo(
                    layout.name(),
                    layout.folder(),
                    URI.create(row.getString("source")),
                    Optional.ofNullable(row.getString("protocol")),
                    Micros.instant(row.getLong("created")),
                    SegmentMapper.instant(ExchangeMapper.number(row, "first")),
                    SegmentMapper.instant(ExchangeMapper.number(row, "last"))))
            .findOne()
            .orElseThrow(() ->
                new StoreException(
                    StoreException.Problem.CORRUPT,
                    "session "
                        + layout.name()
                        + " has no contents; remove it with \"aircheck sessions rm\"")));
  }

  @Override
  public List<Run> runs() {
    return with(h ->
        h.createQuery("SELECT * FROM run ORDER BY id")
            .map((row, context) ->
                new Run(
                    row.getLong("id"),
                    Micros.instant(row.getLong("started")),
                    SegmentMapper.instant(ExchangeMapper.number(row, "stopped")),
                    row.getString("version"),
                    Json.map(row.getString("options")),
                    Optional.ofNullable(row.getString("outcome"))))
            .list());
  }

  @Override
  public List<RecordedTrack> tracks() {
    return with(h ->
        h.createQuery("SELECT id, description FROM track ORDER BY id")
            .map((row, context) -> new RecordedTrack(row.getLong(1), Json.track(row.getString(2))))
            .list());
  }

  @Override
  public List<Gap> gaps() {
    return with(h ->
        h.createQuery("SELECT * FROM gap ORDER BY began, id")
            .map((row, context) ->
                new Gap(
                    row.getLong("id"),
                    ExchangeMapper.number(row, "track"),
                    row.getInt("epoch"),
                    ExchangeMapper.number(row, "first"),
                    ExchangeMapper.number(row, "last"),
                    row.getLong("segments"),
                    Micros.instant(row.getLong("began")),
                    Micros.instant(row.getLong("ended")),
                    Gap.Reason.valueOf(row.getString("reason")),
                    row.getString("detail")))
            .list());
  }

  @Override
  public void segments(long track, Consumer<RecordedSegment> each) {
    with(h -> {
      h.createQuery(SegmentMapper.SELECT + " WHERE s.track = ? ORDER BY s.epoch, s.sequence, s.id")
          .bind(0, track)
          .map((row, context) -> SegmentMapper.map(row))
          .useStream(stream -> stream.forEach(each));
      return true;
    });
  }

  @Override
  public Optional<RecordedSegment> segment(long track, int epoch, long sequence) {
    return with(h ->
        h.createQuery(
                SegmentMapper.SELECT
                    + " WHERE s.track = ? AND s.epoch = ? AND s.sequence = ? ORDER BY s.id DESC LIMIT 1")
            .bind(0, track)
            .bind(1, epoch)
            .bind(2, sequence)
            .map((row, context) -> SegmentMapper.map(row))
            .findOne());
  }

  @Override
  public List<RecordedSegment> newest(long track, int limit) {
    return with(h ->
            h.createQuery(
                    SegmentMapper.SELECT
                        + """
                         WHERE s.track = :track AND s.epoch = (SELECT max(epoch) FROM segment WHERE track = :track)
                         ORDER BY s.sequence DESC, s.id DESC LIMIT :limit
                        """)
                .bind("track", track)
                .bind("limit", limit)
                .map((row, context) -> SegmentMapper.map(row))
                .list())
        .reversed();
  }

  @Override
  public List<Asset> assets() {
    return with(h ->
        h.createQuery(
                "SELECT a.*, r.url FROM asset a JOIN resource r ON r.id = a.resource ORDER BY a.announced, a.id")
            .map((row, context) -> SegmentMapper.asset(row))
            .list());
  }

  @Override
  public List<SegmentCount> counts(long track) {
    return with(h ->
        h.createQuery(
                """
                SELECT s.epoch, s.state, count(*) AS count, coalesce(sum(b.length), 0) AS bytes
                FROM segment s
                LEFT JOIN exchange e ON e.id = s.exchange
                LEFT JOIN body b ON b.id = e.body
                WHERE s.track = ? GROUP BY s.epoch, s.state ORDER BY s.epoch, s.state
                """)
            .bind(0, track)
            .map((row, context) ->
                new SegmentCount(
                    row.getInt("epoch"),
                    SegmentState.valueOf(row.getString("state")),
                    row.getLong("count"),
                    row.getLong("bytes")))
            .list());
  }

  @Override
  public List<String> addresses(ExchangeKind kind) {
    return with(h ->
        h.createQuery(
                """
                SELECT r.url FROM (SELECT resource, min(id) AS first FROM exchange WHERE kind = ? GROUP BY resource) e
                JOIN resource r ON r.id = e.resource ORDER BY e.first
                """)
            .bind(0, kind.ordinal() + 1)
            .mapTo(String.class)
            .list());
  }

  @Override
  public List<Observation> observations(String address) {
    final List<Observation> found = new ArrayList<>();
    with(h -> {
      final Optional<Long> resource = resource(h, address);
      if (resource.isPresent()) {
        h.createQuery(
                ExchangeMapper.SELECT
                    + """
                     WHERE e.id IN (
                       SELECT id FROM exchange WHERE kind IN (SELECT id FROM kind) AND resource = :resource
                       UNION SELECT exchange FROM via WHERE resource = :resource)
                    """)
            .bind("resource", resource.get())
            .map((row, context) -> ExchangeMapper.map(row))
            .useStream(stream -> stream.forEach(found::add));
      }
      return true;
    });
    found.sort(Comparator.comparing(Observation::at).thenComparing(Observation::id));
    return found;
  }

  @Override
  public Optional<Observation> observation(long id) {
    return with(h ->
        h.createQuery(ExchangeMapper.SELECT + " WHERE e.id = ?")
            .bind(0, id)
            .map((row, context) -> ExchangeMapper.map(row))
            .findOne());
  }

  @Override
  public Optional<Instant> announced(String address, Optional<ByteRange> range) {
    return with(h ->
        resource(h, address)
            .flatMap(id ->
                h.createQuery(
                        """
                        SELECT min(announced) FROM (
                          SELECT announced, range_offset, range_length FROM segment WHERE resource = :id
                          UNION ALL
                          SELECT announced, range_offset, range_length FROM asset WHERE resource = :id)
                        WHERE range_offset IS :offset AND range_length IS :length
                        """)
                    .bind("id", id)
                    .bind("offset", range.map(ByteRange::offset).orElse(null))
                    .bind("length", range.map(ByteRange::length).orElse(null))
                    .map((row, context) -> ExchangeMapper.number(row, "min(announced)"))
                    .findOne())
            .flatMap(SegmentMapper::instant));
  }

  @Override
  public Optional<Instant> begins(long track) {
    return with(h ->
        h.createQuery("SELECT min(announced) FROM segment WHERE track = ?")
            .bind(0, track)
            .map((row, context) -> ExchangeMapper.number(row, "min(announced)"))
            .findOne()
            .flatMap(SegmentMapper::instant));
  }

  @Override
  public Tally tally() {
    return with(h ->
        h.createQuery(
                """
                SELECT count(*) AS exchanges, count(e.attempt) AS retries,
                  count(CASE WHEN e.status >= 400 OR e.status IS NULL THEN 1 END) AS errors,
                  coalesce(sum(CASE WHEN e.status <> 304 THEN b.length END), 0) AS bytes,
                  (SELECT count(*) FROM (
                    SELECT 1 FROM exchange x JOIN segment s ON s.exchange = x.id
                    GROUP BY x.resource, x.range_offset HAVING count(DISTINCT x.body) > 1)) AS changed
                FROM exchange e LEFT JOIN body b ON b.id = e.body
                """)
            .map((row, context) ->
                new Tally(
                    row.getLong("exchanges"),
                    row.getLong("retries"),
                    row.getLong("errors"),
                    row.getLong("bytes"),
                    row.getLong("changed")))
            .one());
  }

  @Override
  public byte[] content(BodyRef body) {
    try {
      if (body.onDisk()) {
        return Files.readAllBytes(file(body));
      }
      final byte[] deflated =
          with(h ->
              h.createQuery("SELECT deflated FROM content WHERE body = ?")
                  .bind(0, body.id())
                  .mapTo(byte[].class)
                  .findOne()
                  .orElseThrow(() -> damaged("body " + body.sha256() + " has no content")));
      return Deflated.inflate(deflated, body.length());
    } catch (IOException | ArithmeticException e) {
      throw damaged("body " + body.sha256() + ": " + e.getMessage());
    }
  }

  @Override
  public Path file(BodyRef body) {
    if (layout.isLinked(body.sha256(), body.extension())) {
      throw damaged("body " + body.sha256() + " is a symbolic link");
    }
    return layout.body(body.sha256(), body.extension());
  }

  @Override
  public void close() {
    turn.lock();
    try {
      handle.close();
    } finally {
      turn.unlock();
    }
  }

  /** Runs a query when it is its turn. */
  <T> T with(Function<Handle, T> query) {
    turn.lock();
    try {
      return query.apply(handle);
    } catch (JdbiException e) {
      throw Database.problem(layout, e);
    } catch (IllegalArgumentException
        | ArithmeticException
        | DateTimeException
        | IndexOutOfBoundsException
        | JacksonException e) {
      throw damaged(String.valueOf(e.getMessage())); // a row that nobody of ours wrote
    } finally {
      turn.unlock();
    }
  }

  private StoreException damaged(String what) {
    return new StoreException(
        StoreException.Problem.CORRUPT, "session " + layout.name() + " is damaged: " + what);
  }

  private static Optional<Long> resource(Handle handle, String address) {
    return handle
        .createQuery("SELECT id FROM resource WHERE digest = ? AND url = ?")
        .bind(0, ExchangeRows.digest(address))
        .bind(1, address)
        .mapTo(Long.class)
        .findOne();
  }
}
