package org.aircheck.engine.store;

import static org.aircheck.engine.store.Puts.SOURCE;
import static org.aircheck.engine.store.Puts.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.aircheck.engine.store.StoreException.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", ".hidden", "a b", "ä", "a\u0000b", "a\\b"})
  void a_name_that_could_lead_elsewhere_is_refused(String name) {
    assertThat(problem(() -> sessions().read(name))).isEqualTo(Problem.BAD_NAME);
    assertThat(problem(() -> sessions().create(name, SOURCE, Puts.start())))
        .isEqualTo(Problem.BAD_NAME);
    assertThat(problem(() -> sessions().remove(name))).isEqualTo(Problem.BAD_NAME);
  }

  @Test
  void a_name_has_a_hundred_characters_at_most() {
    assertThat(problem(() -> sessions().read("a".repeat(101)))).isEqualTo(Problem.BAD_NAME);
    assertThat(problem(() -> sessions().read("a".repeat(100)))).isEqualTo(Problem.MISSING);
  }

  @Test
  void a_link_to_a_folder_elsewhere_is_no_session(@TempDir Path elsewhere) throws Exception {
    make("s");
    Files.move(root.resolve("s"), elsewhere.resolve("s"));
    Files.createSymbolicLink(root.resolve("s"), elsewhere.resolve("s"));

    assertThat(problem(() -> sessions().read("s"))).isEqualTo(Problem.BAD_NAME);
    assertThat(problem(() -> sessions().remove("s"))).isEqualTo(Problem.BAD_NAME);
  }

  @Test
  void the_next_name_is_the_first_that_is_free() throws Exception {
    assertThat(sessions().nextName()).isEqualTo("session1");
    make("session1");
    make("session3");

    assertThat(sessions().nextName()).isEqualTo("session2");
  }

  @Test
  void a_session_is_made_once() {
    make("s");

    assertThat(problem(() -> sessions().create("s", SOURCE, Puts.start())))
        .isEqualTo(Problem.EXISTS);
  }

  @Test
  void a_second_recorder_is_refused_and_the_first_goes_on() throws Exception {
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start())) {
      assertThat(problem(() -> sessions().resume("s", Puts.start()))).isEqualTo(Problem.LOCKED);
      assertThat(problem(() -> sessions().remove("s"))).isEqualTo(Problem.LOCKED);
      assertThat(child("resume")).as("another process is refused too").isEqualTo("LOCKED");
      writer.track(Puts.TRACK);
      writer.finish(T0, "ended");
    }
    assertThat(child("resume")).isEqualTo("resumed");
    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.runs()).hasSize(2);
    }
  }

  @Test
  void finishing_releases_the_session() {
    final SessionWriter writer = sessions().create("s", SOURCE, Puts.start());
    writer.finish(T0, "ended");

    sessions().resume("s", Puts.start()).close();
    writer.close();
  }

  @Test
  void a_newer_database_is_refused() {
    make("s");
    Puts.sql(database(), "PRAGMA user_version = 99");

    assertThat(problem(() -> sessions().read("s"))).isEqualTo(Problem.NEWER);
    assertThat(problem(() -> sessions().resume("s", Puts.start()))).isEqualTo(Problem.NEWER);
  }

  @Test
  void what_is_no_session_is_corrupt() throws Exception {
    make("s");
    Puts.sql(database(), "PRAGMA application_id = 7");
    Files.createDirectory(root.resolve("text"));
    Files.writeString(root.resolve("text/session.db"), "no database at all ".repeat(100));

    for (String name : new String[] {"s", "text"}) {
      assertThat(problem(() -> sessions().read(name))).isEqualTo(Problem.CORRUPT);
      assertThat(problem(() -> sessions().resume(name, Puts.start()))).isEqualTo(Problem.CORRUPT);
    }
    make("good");
    assertThat(sessions().list().sessions()).extracting(SessionInfo::name).containsExactly("good");
    assertThat(sessions().list().broken())
        .extracting(Listing.Broken::name)
        .containsExactly("s", "text");
    assertThat(sessions().list().broken())
        .allSatisfy(b -> assertThat(b.message()).isNotBlank().doesNotContain("\n"));
  }

  @Test
  void a_finished_session_is_one_file_and_is_read_where_nothing_can_be_written() throws Exception {
    make("s");

    assertThat(root.resolve("s/session.db-wal")).doesNotExist();
    Files.setPosixFilePermissions(root.resolve("s"), PosixFilePermissions.fromString("r-xr-xr-x"));
    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.runs()).hasSize(1);
    } finally {
      Files.setPosixFilePermissions(
          root.resolve("s"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void a_removed_session_leaves_nothing() {
    make("s");
    sessions().remove("s");

    assertThat(root.resolve("s")).doesNotExist();
    assertThat(problem(() -> sessions().read("s"))).isEqualTo(Problem.MISSING);
  }

  @Test
  void a_reader_sees_what_was_committed_while_it_is_open() throws Exception {
    try (SessionWriter writer = sessions().create("s", SOURCE, Puts.start());
        SessionReader reader = sessions().read("s")) {
      assertThat(reader.tracks()).isEmpty();
      writer.track(Puts.TRACK);
      writer.commit();
      final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (reader.tracks().isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(reader.tracks()).hasSize(1);
      writer.finish(T0, "ended");
      assertThat(reader.runs().getFirst().outcome()).contains("ended");
    }
  }

  private String child(String what) throws Exception {
    return Child.run(what, root).waitForLine();
  }

  private void make(String name) {
    try (SessionWriter writer = sessions().create(name, SOURCE, Puts.start())) {
      writer.finish(T0, "ended");
    }
  }

  private static Problem problem(ThrowingCallable call) {
    return catchThrowableOfType(StoreException.class, call).problem();
  }

  private Path database() {
    return root.resolve("s/session.db");
  }

  private Sessions sessions() {
    return new Sessions(root);
  }
}
