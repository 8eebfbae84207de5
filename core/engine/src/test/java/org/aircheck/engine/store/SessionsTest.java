package org.aircheck.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final URI SOURCE = URI.create("http://origin.test/live/index.m3u8");
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "application/x-mpegurl",
          "etag", "\"1\"",
          "date", "Sun, 01 Mar 2026 12:00:01 GMT",
          "age", "3");

  @TempDir Path root;

  private final Track track =
      Track.builder("video-1280x720-2500000", TrackKind.VIDEO)
          .manifest(SOURCE)
          .context(Map.of("token", "x"))
          .traits(
              new Traits(
                  OptionalLong.of(2_500_000),
                  Optional.of(new Traits.Resolution(1280, 720)),
                  OptionalDouble.of(25),
                  Optional.of("avc1.64001f"),
                  Optional.empty(),
                  Optional.of("HD")))
          .uses(Set.of("audio:aac"))
          .build();

  private static RunStart start() {
    return new RunStart(START, "1.2.3", Map.of("variants", "all"), Durability.SYNCHRONOUS);
  }

  private static Exchange exchange(URI uri, int status, Optional<Received> body) {
    return new Exchange(
        Ask.whole(uri, 1_000, Duration.ofSeconds(1)),
        List.of(),
        uri,
        START,
        Optional.of(START.plusMillis(20)),
        START.plusMillis(30),
        OptionalInt.of(status),
        HEADERS,
        body,
        Optional.empty());
  }

  private static Received text(String text) throws Exception {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Received.InMemory(bytes, sha256(bytes));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Received file(SessionWriter writer, String content) throws Exception {
    final byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Received.OnDisk(
        Files.write(writer.temporaryFile(), bytes), bytes.length, sha256(bytes));
  }

  private static Segment segment(long sequence) {
    final Key key =
        new Key(
            "AES-128",
            Optional.of(URI.create("https://keys.test/1")),
            Optional.of("0".repeat(32)),
            "identity",
            Optional.empty());
    return new Segment(
        sequence,
        4,
        true,
        false,
        URI.create("http://origin.test/live/" + sequence + ".ts"),
        Optional.of(new ByteRange(100, 200)),
        new MediaTime(6_006, 1_000),
        Optional.empty(),
        Optional.of(START),
        Optional.of(
            new Initialization(
                URI.create("http://origin.test/init.mp4"), Optional.empty(), List.of())),
        List.of(key),
        "title",
        List.of("#EXT-X-CUE-OUT:30"));
  }

  @Test
  void what_is_put_is_read_again() throws Exception {
    final Sessions sessions = new Sessions(root);
    final RecordedSegment row;
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      writer.protocol("hls");
      final long id = writer.track(track);
      writer.exchange(
          ExchangeKind.MANIFEST,
          OptionalLong.of(id),
          1,
          exchange(SOURCE, 200, Optional.of(text("#EXTM3U"))),
          "");
      final long media =
          writer.exchange(
              ExchangeKind.SEGMENT,
              OptionalLong.of(id),
              2,
              exchange(
                  URI.create("http://origin.test/live/7.ts"),
                  206,
                  Optional.of(file(writer, "media"))),
              "ts");
      row =
          new RecordedSegment(
              writer.newId(),
              id,
              1,
              segment(7),
              SegmentState.COMPLETE,
              START,
              Optional.of(START.plusSeconds(9)),
              OptionalLong.of(media),
              OptionalLong.empty(),
              List.of(3L, 4L));
      writer.segment(row);
      writer.gap(
          new Gap(
              writer.newId(),
              OptionalLong.of(id),
              0,
              OptionalLong.of(3),
              OptionalLong.of(5),
              3,
              START,
              START,
              Gap.Reason.LOST,
              "503"));
      writer.finish(START.plusSeconds(60), "ended");
    }
    try (SessionReader reader = sessions.read("s")) {
      assertThat(reader.info().protocol()).contains("hls");
      assertThat(reader.info().source()).isEqualTo(SOURCE);
      assertThat(reader.info().firstAnswer()).contains(START.plusMillis(20));
      assertThat(reader.tracks()).containsExactly(new RecordedTrack(1, track));
      final List<RecordedSegment> segments = new ArrayList<>();
      reader.segments(1, segments::add);
      assertThat(segments).containsExactly(row);
      assertThat(reader.newest(1, 5)).containsExactly(row);
      assertThat(reader.gaps()).singleElement().satisfies(g -> assertThat(g.count()).isEqualTo(3));
      final Observation manifest = reader.observations(SOURCE.toString()).getFirst();
      assertThat(manifest.headers()).isEqualTo(HEADERS);
      assertThat(manifest.at()).isEqualTo(START.plusMillis(20));
      assertThat(new String(reader.content(manifest.body().orElseThrow()), StandardCharsets.UTF_8))
          .isEqualTo("#EXTM3U");
      final Observation media = reader.observation(row.exchange().orElseThrow()).orElseThrow();
      assertThat(media.attempt()).isEqualTo(2);
      assertThat(reader.file(media.body().orElseThrow())).hasContent("media");
      assertThat(reader.announced("http://origin.test/live/7.ts", row.segment().range()))
          .contains(START);
      assertThat(reader.announced("http://origin.test/live/7.ts", Optional.empty())).isEmpty();
      assertThat(reader.runs())
          .singleElement()
          .satisfies(r -> assertThat(r.outcome()).contains("ended"));
    }
    assertThat(sessions.verify("s"))
        .satisfies(v -> assertThat(v.whole()).isTrue())
        .satisfies(v -> assertThat(v.strays()).isEmpty());
    assertThat(root.resolve("s/session.db-wal")).doesNotExist();
  }

  @Test
  void the_same_content_is_kept_once_and_a_304_refers_to_it() throws Exception {
    final Sessions sessions = new Sessions(root);
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      for (int i = 0; i < 3; i++) {
        writer.exchange(
            ExchangeKind.MANIFEST,
            OptionalLong.empty(),
            1,
            exchange(SOURCE, 200, Optional.of(text("#EXTM3U"))),
            "");
        writer.exchange(
            ExchangeKind.MANIFEST,
            OptionalLong.empty(),
            1,
            exchange(SOURCE, 304, Optional.empty()),
            "");
        writer.exchange(
            ExchangeKind.SEGMENT,
            OptionalLong.empty(),
            1,
            exchange(URI.create("http://origin.test/" + i), 200, Optional.of(file(writer, "same"))),
            "ts");
        writer.commit();
      }
      writer.finish(START, "ended");
    }
    try (SessionReader reader = sessions.read("s")) {
      assertThat(reader.observations(SOURCE.toString()))
          .hasSize(6)
          .allSatisfy(o ->
              assertThat(o.body().orElseThrow().sha256())
                  .isEqualTo(sha256("#EXTM3U".getBytes(StandardCharsets.UTF_8))));
    }
    assertThat(sessions.verify("s").bodies()).isEqualTo(2);
  }

  @Test
  void damage_is_found_and_named() throws Exception {
    final Sessions sessions = new Sessions(root);
    final Path body;
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      for (String content : List.of("one", "two")) {
        writer.exchange(
            ExchangeKind.SEGMENT,
            OptionalLong.empty(),
            1,
            exchange(
                URI.create("http://origin.test/" + content),
                200,
                Optional.of(file(writer, content))),
            "ts");
      }
      writer.finish(START, "ended");
    }
    try (SessionReader reader = sessions.read("s")) {
      body =
          reader.file(
              reader.observations("http://origin.test/one").getFirst().body().orElseThrow());
      Files.writeString(body, "ONE");
      Files.delete(
          reader.file(
              reader.observations("http://origin.test/two").getFirst().body().orElseThrow()));
    }
    Files.writeString(root.resolve("s/media/stray.ts"), "stray");
    final Verification verification = sessions.verify("s");
    assertThat(verification.whole()).isFalse();
    assertThat(verification.damaged())
        .singleElement()
        .satisfies(d -> assertThat(body.toString()).endsWith(d.place()));
    assertThat(verification.missing()).hasSize(1);
    assertThat(verification.strays()).containsExactly("media/stray.ts");
  }

  @Test
  void a_killed_session_is_swept_and_what_was_damaged_counts_as_lost() throws Exception {
    final Sessions sessions = new Sessions(root);
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      final long id = writer.track(track);
      final long row =
          writer.exchange(
              ExchangeKind.SEGMENT,
              OptionalLong.of(id),
              1,
              exchange(
                  URI.create("http://origin.test/live/7.ts"),
                  200,
                  Optional.of(file(writer, "media"))),
              "ts");
      writer.segment(
          new RecordedSegment(
              writer.newId(),
              id,
              0,
              segment(7),
              SegmentState.COMPLETE,
              START,
              Optional.empty(),
              OptionalLong.of(row),
              OptionalLong.empty(),
              List.of()));
      writer.finish(START, "ended");
    }
    Files.writeString(root.resolve("s/media/tmp/half"), "half");
    final Path body;
    try (SessionReader reader = sessions.read("s")) {
      body =
          reader.file(
              reader.observations("http://origin.test/live/7.ts").getFirst().body().orElseThrow());
      Files.writeString(body, "MEDIA");
    }
    try (SessionWriter writer = sessions.resume("s", start())) {
      assertThat(writer.newId()).isGreaterThan(2);
      assertThat(writer.track(track)).isEqualTo(1);
    }
    assertThat(root.resolve("s/media/tmp/half")).doesNotExist();
    assertThat(body).doesNotExist();
    try (SessionReader reader = sessions.read("s")) {
      assertThat(reader.newest(1, 1).getFirst().state()).isEqualTo(SegmentState.LOST);
      assertThat(reader.gaps()).singleElement().satisfies(g -> assertThat(g.first()).hasValue(7));
      assertThat(reader.runs()).hasSize(2).last().satisfies(r -> assertThat(r.stopped()).isEmpty());
    }
    assertThat(sessions.verify("s").whole()).isTrue();
  }

  @Test
  void a_session_is_written_by_one_recorder_and_read_beside_it() throws Exception {
    final Sessions sessions = new Sessions(root);
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      assertThatThrownBy(() -> sessions.resume("s", start()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("being recorded");
      assertThatThrownBy(() -> sessions.remove("s")).isInstanceOf(StoreException.class);
      try (SessionReader reader = sessions.read("s")) {
        assertThat(reader.info().lastAnswer()).isEmpty();
        writer.exchange(
            ExchangeKind.MANIFEST,
            OptionalLong.empty(),
            1,
            exchange(SOURCE, 200, Optional.of(text("#EXTM3U"))),
            "");
        writer.finish(START, "ended");
        assertThat(reader.info().lastAnswer()).isPresent();
      }
    }
    sessions.remove("s");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void names_never_lead_out_of_the_folder() throws Exception {
    final Sessions sessions = new Sessions(root);
    for (String name :
        List.of("", ".", "..", "../x", "a/b", "/x", ".hidden", "a".repeat(101), "nul\0")) {
      assertThatThrownBy(() -> sessions.read(name))
          .as(name)
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.BAD_NAME));
    }
    Files.createSymbolicLink(
        root.resolve("link"), Files.createDirectory(root.resolve("elsewhere")));
    assertThatThrownBy(() -> sessions.create("link", SOURCE, start()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void a_newer_a_foreign_and_a_damaged_database_are_told_apart() throws Exception {
    final Sessions sessions = new Sessions(root);
    sessions.create("newer", SOURCE, start()).close();
    execute("newer", "PRAGMA user_version = 99");
    Files.createDirectory(root.resolve("foreign"));
    execute("foreign", "CREATE TABLE t (x)");
    Files.writeString(
        Files.createDirectory(root.resolve("damaged")).resolve("session.db"),
        "no database ".repeat(500));
    assertThat(problem(sessions, "newer")).isEqualTo(StoreException.Problem.NEWER);
    assertThat(problem(sessions, "foreign")).isEqualTo(StoreException.Problem.CORRUPT);
    assertThat(problem(sessions, "damaged")).isEqualTo(StoreException.Problem.CORRUPT);
    assertThat(problem(sessions, "missing")).isEqualTo(StoreException.Problem.MISSING);
    assertThat(sessions.list().broken())
        .extracting(Listing.Broken::name)
        .containsExactly("damaged", "foreign", "newer");
  }

  @Test
  void a_hostile_row_never_becomes_a_path() throws Exception {
    final Sessions sessions = new Sessions(root);
    try (SessionWriter writer = sessions.create("s", SOURCE, start())) {
      writer.exchange(
          ExchangeKind.SEGMENT,
          OptionalLong.empty(),
          1,
          exchange(URI.create("http://origin.test/x"), 200, Optional.of(file(writer, "x"))),
          "ts");
      writer.finish(START, "ended");
    }
    execute("s", "UPDATE body SET extension = '/../../../../etc/passwd'");
    try (SessionReader reader = sessions.read("s")) {
      assertThatThrownBy(() -> reader.observations("http://origin.test/x"))
          .isInstanceOf(StoreException.class);
    }
  }

  private void execute(String session, String sql) throws Exception {
    try (var connection =
            DriverManager.getConnection(
                "jdbc:sqlite:" + root.resolve(session).resolve("session.db"));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static StoreException.Problem problem(Sessions sessions, String name) {
    try (SessionReader reader = sessions.read(name)) {
      throw new AssertionError("read " + reader.info());
    } catch (StoreException e) {
      return e.problem();
    }
  }
}
