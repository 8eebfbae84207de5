package org.aircheck.engine.store;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.jspecify.annotations.Nullable;

/**
 * Writes exchanges and what many of them share: addresses, bodies, headers. Knows the numbers of
 * the rows that it met lately, so that most exchanges cost one insert. Used by the store's writer
 * thread, within its transactions.
 */
final class ExchangeRows {
  private static final int REMEMBERED = 2_000;

  private final Map<String, Long> resources = new Recent<>();
  private final Map<String, Long> bodies = new Recent<>();
  private final Map<String, Long> shared = new Recent<>();
  private final Map<Map<String, String>, Long> headers = new Recent<>();

  /** The body that a manifest's address gave last: what a 304 confirms. */
  private final Map<String, Long> confirmed = new Recent<>();

  private final Statements statements;

  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  ExchangeRows(Statements statements) {
    this.statements = statements;
  }

  /** Forgets everything: a transaction was rolled back, and numbers that it gave are void. */
  void forget() {
    resources.clear();
    bodies.clear();
    shared.clear();
    headers.clear();
    confirmed.clear();
  }

  void write(long run, Batch.Put put) throws SQLException {
    final Exchange e = put.exchange();
    final String requested = e.ask().uri().toString();
    final @Nullable Long body = body(put, requested);
    final HeaderSplit headers = HeaderSplit.of(e.headers());
    final long sent = Micros.of(e.sent());
    final boolean moved = !e.uri().equals(e.ask().uri());
    statements.execute(
        """
        INSERT OR REPLACE INTO exchange (id, kind, resource, track, run, sent, answered, done, status, body, headers,
          validators, date, age, attempt, range_offset, range_length, final, redirects, error)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        put.id(),
        put.kind().ordinal() + 1,
        resource(requested),
        boxed(put.track()),
        run,
        sent,
        e.answered().map(a -> Micros.of(a) - sent).orElse(null),
        Micros.of(e.done()) - sent,
        e.status().isPresent() ? (Integer) e.status().getAsInt() : null,
        body,
        shared(headers.shared()),
        shared(headers.validators()),
        headers.date().isPresent() ? (Long) (headers.date().getAsLong() - sent / 1_000_000) : null,
        boxed(headers.age()),
        put.attempt() == 1 ? null : (Integer) put.attempt(),
        e.ask().range().map(r -> r.offset()).orElse(null),
        e.ask().range().map(r -> r.length()).orElse(null),
        moved ? (Long) resource(e.uri().toString()) : null,
        e.redirects().isEmpty() ? null : Json.hops(e.redirects()),
        e.error().orElse(null));
    via(put);
  }

  /** An exchange is found by every address that took part in it. */
  private void via(Batch.Put put) throws SQLException {
    final Exchange e = put.exchange();
    if (e.redirects().isEmpty() && e.uri().equals(e.ask().uri())) {
      return;
    }
    for (Exchange.Hop hop : e.redirects()) {
      via(put.id(), hop.uri());
    }
    via(put.id(), e.uri());
  }

  private void via(long exchange, URI uri) throws SQLException {
    statements.execute(
        "INSERT OR IGNORE INTO via (resource, exchange) VALUES (?, ?)",
        resource(uri.toString()),
        exchange);
  }

  long resource(String url) throws SQLException {
    final Long known = resources.get(url);
    if (known != null) {
      return known;
    }
    final long digest = digest(url);
    final OptionalLong there =
        statements.number("SELECT id FROM resource WHERE digest = ? AND url = ?", digest, url);
    final long id =
        there.isPresent()
            ? there.getAsLong()
            : insert("INSERT INTO resource (url, digest) VALUES (?, ?) RETURNING id", url, digest);
    resources.put(url, id);
    return id;
  }

  long sharedId(String json) throws SQLException {
    final Long known = shared.get(json);
    if (known != null) {
      return known;
    }
    final long id = insert("INSERT INTO shared (json) VALUES (?) RETURNING id", json);
    shared.put(json, id);
    return id;
  }

  /** The first eight bytes of an address's SHA-256, by which it is found. */
  static long digest(String url) {
    try {
      return ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8)))
          .getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private @Nullable Long shared(Map<String, String> map) throws SQLException {
    if (map.isEmpty()) {
      return null;
    }
    final Long known = headers.get(map);
    if (known != null) {
      return known;
    }
    final long id = sharedId(Json.map(map));
    headers.put(map, id);
    return id;
  }

  private @Nullable Long body(Batch.Put put, String requested) throws SQLException {
    final Exchange e = put.exchange();
    if (e.notModified()) {
      return confirmed(put, requested);
    }
    final Optional<Received> received = e.body();
    if (received.isEmpty()) {
      return null;
    }
    final long id = body(received.get(), put.extension());
    if (put.kind() == ExchangeKind.MANIFEST && e.complete()) {
      confirmed.put(requested, id);
    }
    return id;
  }

  /** The map knows the usual case; after a failed batch, or in a further run, the rows do. */
  private @Nullable Long confirmed(Batch.Put put, String requested) throws SQLException {
    final Long known = confirmed.get(requested);
    if (known != null) {
      return known;
    }
    final OptionalLong last =
        statements.number(
            """
            SELECT body FROM exchange
            WHERE kind = ? AND resource = ? AND id < ? AND body IS NOT NULL AND error IS NULL
              AND status IN (200, 206, 304)
            ORDER BY id DESC LIMIT 1
            """,
            put.kind().ordinal() + 1,
            resource(requested),
            put.id());
    if (last.isEmpty()) {
      return null;
    }
    confirmed.put(requested, last.getAsLong());
    return last.getAsLong();
  }

  private long body(Received received, String extension) throws SQLException {
    final Long known = bodies.get(received.sha256());
    if (known != null) {
      return known;
    }
    final byte[] sha256 = HexFormat.of().parseHex(received.sha256());
    final OptionalLong there =
        statements.number("SELECT id FROM body WHERE sha256 = ?", (Object) sha256);
    final long id = there.isPresent() ? there.getAsLong() : newBody(received, sha256, extension);
    bodies.put(received.sha256(), id);
    return id;
  }

  private long newBody(Received received, byte[] sha256, String extension) throws SQLException {
    final Optional<Received.InMemory> inline =
        received instanceof Received.InMemory memory ? Optional.of(memory) : Optional.empty();
    final long id =
        insert(
            "INSERT INTO body (sha256, length, extension) VALUES (?, ?, ?) RETURNING id",
            sha256,
            received.length(),
            inline.isPresent() ? "" : extension);
    if (inline.isPresent()) {
      statements.execute(
          "INSERT INTO content (body, deflated) VALUES (?, ?)",
          id,
          Deflated.deflate(inline.get().bytes()));
    }
    return id;
  }

  private long insert(String sql, Object... values) throws SQLException {
    return statements.number(sql, values).orElseThrow();
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }
}
