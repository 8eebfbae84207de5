package org.aircheck.engine.store;

import static org.aircheck.engine.store.Puts.SOURCE;
import static org.aircheck.engine.store.Puts.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path root;

  @Test
  void a_killed_recorder_leaves_a_whole_session_that_goes_on() throws Exception {
    sessions().create("s", SOURCE, Puts.start()).close();
    final Random random = new Random(20_260_301);
    for (int kill = 1; kill <= 5; kill++) {
      final Child child = Child.run("write", root);
      final long committed = awaitCommit();
      for (int line = random.nextInt(1, 30); line > 0; line--) {
        assertThat(child.waitForLine()).matches("\\d+");
      }
      child.kill();

      final Verification verification = sessions().verify("s");
      assertThat(verification.whole()).as("kill %s: %s", kill, verification).isTrue();
      try (SessionReader reader = sessions().read("s")) {
        assertThat(reader.tally().exchanges()).isGreaterThanOrEqualTo(committed);
        assertThat(reader.runs()).hasSize(kill + 1);
        assertThat(reader.runs().getLast().stopped()).isEmpty();
      }
    }
    sessions().resume("s", Puts.start()).close();
    assertThat(root.resolve("s/media/tmp")).isEmptyDirectory();
  }

  /** Waits until more is in the session than now; how much. */
  private long awaitCommit() {
    try (SessionReader reader = sessions().read("s")) {
      final long before = reader.tally().exchanges();
      final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      long now = before;
      while (now == before) {
        assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        now = reader.tally().exchanges();
      }
      return now;
    }
  }

  @Test
  void what_was_not_committed_is_gone_after_a_close_and_its_files_are_swept() {
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      Puts.segment(writer, writer.track(Puts.TRACK), 1, Puts.bytes(10, 1));
    }
    assertThat(root.resolve("s/media/tmp")).isNotEmptyDirectory();

    sessions().resume("s", Puts.start()).close();

    assertThat(root.resolve("s/media/tmp")).isEmptyDirectory();
    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.tracks()).isEmpty();
      assertThat(reader.runs()).hasSize(2).allSatisfy(r -> assertThat(r.stopped()).isEmpty());
    }
  }

  @Test
  void numbers_go_on_where_the_run_before_ended() {
    final long exchange;
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      exchange = Puts.segment(writer, writer.track(Puts.TRACK), 1, Puts.bytes(10, 1));
      writer.finish(T0, "ended");
    }
    try (SessionWriter writer = sessions().resume("s", Puts.start())) {
      assertThat(writer.newId()).isEqualTo(2);
      assertThat(writer.track(Puts.TRACK)).isEqualTo(1);
      assertThat(Puts.segment(writer, 1, 2, Puts.bytes(10, 2))).isEqualTo(exchange + 1);
    }
  }

  @Test
  void a_segment_whose_file_was_damaged_is_lost_and_a_gap_says_so() throws Exception {
    final byte[] good = Puts.bytes(1_000, 1);
    final byte[] bad = Puts.bytes(1_000, 2);
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      final long track = writer.track(Puts.TRACK);
      Puts.segment(writer, track, 1, good);
      Puts.segment(writer, track, 2, bad);
      writer.finish(T0, "ended");
    }
    Files.write(file(bad), new byte[1_000]);
    assertThat(sessions().verify("s").damaged())
        .extracting(Verification.Damage::sha256)
        .containsExactly(Puts.sha256(bad));

    sessions().resume("s", Puts.start()).close();

    assertThat(file(bad)).doesNotExist();
    assertThat(sessions().verify("s").whole()).isTrue();
    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.newest(1, 9))
          .extracting(RecordedSegment::state)
          .containsExactly(SegmentState.COMPLETE, SegmentState.LOST);
      assertThat(reader.gaps())
          .singleElement()
          .satisfies(gap -> assertThat(gap.first()).hasValue(2));
    }
  }

  @Test
  void verification_names_what_is_missing_stray_or_damaged() throws Exception {
    final byte[] bytes = Puts.bytes(1_000, 1);
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      Puts.segment(writer, writer.track(Puts.TRACK), 1, bytes);
      writer.exchange(
          ExchangeKind.MANIFEST, OptionalLong.empty(), 1, Puts.manifest(SOURCE, T0, "#EXTM3U"), "");
      writer.finish(T0, "ended");
    }
    Files.move(file(bytes), root.resolve("s/media/stray.ts"));
    Puts.sql(root.resolve("s/session.db"), "UPDATE content SET deflated = x'00'");

    final Verification verification = sessions().verify("s");

    assertThat(verification.whole()).isFalse();
    assertThat(verification.missing())
        .containsExactly(root.resolve("s").relativize(file(bytes)).toString());
    assertThat(verification.strays()).containsExactly("media/stray.ts");
    assertThat(verification.damaged())
        .extracting(Verification.Damage::place)
        .containsExactly("session.db");
  }

  @Test
  void a_row_that_names_a_file_elsewhere_shows_and_deletes_nothing() throws Exception {
    final byte[] bytes = Puts.bytes(1_000, 1);
    final Path victim = Files.writeString(root.resolve("victim"), "precious");
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      Puts.segment(writer, writer.track(Puts.TRACK), 1, bytes);
      writer.finish(T0, "ended");
    }
    final String evil = "ts/../../../../victim";
    Files.createDirectory(Path.of(file(bytes).toString() + "x"));
    Puts.sql(
        root.resolve("s/session.db"),
        "UPDATE body SET extension = '" + evil.replace("ts/", "tsx/") + "'");

    try (SessionReader reader = sessions().read("s")) {
      assertThatThrownBy(() -> reader.observation(1)).isInstanceOf(StoreException.class);
    }
    assertThatThrownBy(() -> sessions().verify("s")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> sessions().resume("s", Puts.start()))
        .isInstanceOf(StoreException.class);
    assertThat(victim).hasContent("precious");
  }

  @Test
  void a_link_among_the_media_is_not_followed() throws Exception {
    final byte[] bytes = Puts.bytes(1_000, 1);
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      Puts.segment(writer, writer.track(Puts.TRACK), 1, bytes);
      writer.finish(T0, "ended");
    }
    final Path elsewhere = Files.move(file(bytes), root.resolve("elsewhere"));
    Files.createSymbolicLink(file(bytes), elsewhere);

    try (SessionReader reader = sessions().read("s")) {
      final BodyRef body = reader.observation(1).orElseThrow().body().orElseThrow();
      assertThatThrownBy(() -> reader.file(body)).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> reader.content(body)).isInstanceOf(StoreException.class);
    }
    assertThat(sessions().verify("s").whole()).isFalse();
  }

  private Path file(byte[] bytes) {
    final String sha256 = Puts.sha256(bytes);
    return root.resolve("s/media").resolve(sha256.substring(0, 2)).resolve(sha256 + ".ts");
  }

  private Sessions sessions() {
    return new Sessions(root);
  }
}
