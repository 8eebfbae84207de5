package org.aircheck.engine.store;

import static org.aircheck.engine.store.Puts.SOURCE;
import static org.aircheck.engine.store.Puts.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of eight megabytes: media fits, the database's rows don't until there is room. */
class FullDiskTest {
  @TempDir Path root;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(root.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) == 0,
        "SKIPPED: no file system can be mounted here, so a full disk is not tested");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void a_batch_that_found_no_room_is_written_once_when_there_is_room() throws Exception {
    final Path filler = disk.resolve("filler");
    try (SessionWriter writer = new Sessions(disk).create("s", SOURCE, Puts.start())) {
      final long track = writer.track(Puts.TRACK);
      manifest(writer, 0);
      writer.commit();
      awaitTrack();

      fill(filler);
      for (int i = 1; i <= 200; i++) {
        manifest(writer, i);
      }
      writer.exchange(
          ExchangeKind.MANIFEST,
          OptionalLong.empty(),
          1,
          Puts.notModified(SOURCE, T0.plusSeconds(201)),
          "");
      writer.commit();
      await(() -> writer.trouble().isPresent());
      assertThat(writer.trouble().orElseThrow()).doesNotContain("\n");
      writer.commit();
      assertThatThrownBy(() -> writer.finish(T0, "ended")).isInstanceOf(StoreException.class);

      Files.delete(filler);
      Puts.segment(writer, track, 1, Puts.bytes(50_000, 1));
      writer.finish(T0, "ended");
      assertThat(writer.trouble()).isEmpty();
    }

    final Verification verification = new Sessions(disk).verify("s");
    assertThat(verification.whole()).as("%s", verification).isTrue();
    try (SessionReader reader = new Sessions(disk).read("s")) {
      final List<Observation> observations = reader.observations(SOURCE.toString());
      assertThat(observations).hasSize(202);
      assertThat(observations).extracting(Observation::id).doesNotHaveDuplicates();
      assertThat(observations).allSatisfy(o -> assertThat(o.body()).isPresent());
      assertThat(observations.getLast().body()).isEqualTo(observations.get(200).body());
      assertThat(reader.newest(1, 5)).hasSize(1);
      assertThat(reader.runs().getLast().outcome()).contains("ended");
    }
  }

  @Test
  void a_304_after_a_failed_batch_still_confirms_its_version() throws Exception {
    final Path filler = disk.resolve("filler");
    try (SessionWriter writer = new Sessions(disk).create("s", SOURCE, Puts.start())) {
      writer.track(Puts.TRACK);
      manifest(writer, 0);
      writer.commit();
      awaitTrack();
      fill(filler);
      for (int i = 1; i <= 200; i++) {
        writer.exchange(
            ExchangeKind.COMPANION,
            OptionalLong.empty(),
            1,
            Puts.manifest(SOURCE.resolve("c" + i), T0, "companion " + i + " " + random(i)),
            "");
      }
      writer.exchange(
          ExchangeKind.MANIFEST,
          OptionalLong.empty(),
          1,
          Puts.notModified(SOURCE, T0.plusSeconds(9)),
          "");
      writer.commit();
      await(() -> writer.trouble().isPresent());
      Files.delete(filler);
      writer.finish(T0, "ended");
    }

    try (SessionReader reader = new Sessions(disk).read("s")) {
      final List<Observation> observations = reader.observations(SOURCE.toString());
      assertThat(observations).hasSize(2);
      assertThat(observations.getLast().body())
          .isPresent()
          .isEqualTo(observations.getFirst().body());
    }
  }

  private static void manifest(SessionWriter writer, int version) {
    writer.exchange(
        ExchangeKind.MANIFEST,
        OptionalLong.empty(),
        1,
        Puts.manifest(
            SOURCE, T0.plusSeconds(version), "version " + version + " " + random(version)),
        "");
  }

  private static String random(int seed) {
    return HexFormat.of().formatHex(Puts.bytes(2_000, seed));
  }

  private void awaitTrack() throws Exception {
    try (SessionReader reader = new Sessions(disk).read("s")) {
      await(() -> !reader.tracks().isEmpty());
    }
  }

  /** Takes all room there is. */
  private static void fill(Path filler) throws Exception {
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4_096]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static void await(BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static int run(String... command) throws Exception {
    final List<String> words = new ArrayList<>(List.of(command));
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
