package org.aircheck.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** What a recorder would put into a session, made up. */
final class Puts {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  static final URI SOURCE = URI.create("https://origin.example/live/index.m3u8");
  static final Track TRACK =
      Track.builder("video", TrackKind.VIDEO)
          .manifest(URI.create("https://origin.example/live/v.m3u8"))
          .build();

  private Puts() {}

  static RunStart start() {
    return new RunStart(T0, "1.2.3", Map.of("interval", "auto"), Durability.SYNCHRONOUS);
  }

  static Exchange exchange(
      URI uri, Instant at, int status, Map<String, String> headers, Optional<Received> body) {
    return new Exchange(
        Ask.whole(uri, 1 << 20, Duration.ofSeconds(10)),
        List.of(),
        uri,
        at,
        Optional.of(at.plusMillis(20)),
        at.plusMillis(35),
        OptionalInt.of(status),
        headers,
        body,
        Optional.empty());
  }

  /** A manifest that the origin sent. */
  static Exchange manifest(URI uri, Instant at, String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return exchange(
        uri,
        at,
        200,
        Map.of(
            "content-type", "application/vnd.apple.mpegurl", "etag", "\"" + text.hashCode() + "\""),
        Optional.of(new Received.InMemory(bytes, sha256(bytes))));
  }

  static Exchange notModified(URI uri, Instant at) {
    return exchange(uri, at, 304, Map.of("etag", "\"1\""), Optional.empty());
  }

  /** Media in a temporary file of the session. */
  static Exchange media(SessionWriter writer, URI uri, Instant at, byte[] bytes) {
    final Path file = writer.temporaryFile();
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exchange(
        uri,
        at,
        200,
        Map.of("content-type", "video/mp2t"),
        Optional.of(new Received.OnDisk(file, bytes.length, sha256(bytes))));
  }

  /** Puts a segment with its exchange, complete; gives the exchange's number. */
  static long segment(SessionWriter writer, long track, long sequence, byte[] bytes) {
    final URI uri = URI.create("https://origin.example/live/" + sequence + ".ts");
    final Instant at = T0.plusSeconds(sequence);
    final long exchange =
        writer.exchange(
            ExchangeKind.SEGMENT, OptionalLong.of(track), 1, media(writer, uri, at, bytes), "ts");
    writer.segment(
        recorded(
            writer.newId(), track, sequence, SegmentState.COMPLETE, OptionalLong.of(exchange)));
    return exchange;
  }

  static RecordedSegment recorded(
      long id, long track, long sequence, SegmentState state, OptionalLong exchange) {
    return new RecordedSegment(
        id,
        track,
        0,
        listed(sequence),
        state,
        T0.plusSeconds(sequence),
        Optional.empty(),
        exchange,
        OptionalLong.empty(),
        List.of());
  }

  static Segment listed(long sequence) {
    return Segment.builder(
            sequence,
            URI.create("https://origin.example/live/" + sequence + ".ts"),
            new MediaTime(6, 1))
        .build();
  }

  static byte[] bytes(int length, int seed) {
    final byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs SQL on a session that nobody has open. */
  static void sql(Path database, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
