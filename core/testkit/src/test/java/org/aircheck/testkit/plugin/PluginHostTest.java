package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.spi.Protocol;
import org.junit.jupiter.api.Test;

/** Whatever a plugin is, the host goes on, and says which plugin it was. */
class PluginHostTest extends PluginFixture {
  @Test
  void broken_plugins_are_listed_with_their_problem_and_the_good_one_works() throws Exception {
    final Path good = protocol("good", Sources.ONE_SEGMENT);
    final Path noZip = Files.writeString(file("nozip"), "this is no zip");
    final Path half = file("half");
    Files.write(half, Arrays.copyOf(Files.readAllBytes(good), 700));
    final Path empty = Files.write(file("empty"), new byte[0]);
    final Path noDescriptor =
        PluginZip.of(root.resolve("w"), "x", "1").entry("plugin.properties", "").write(file("nd"));
    final Path missing = zip("missing").extensions("p.NotThere").write(file("missing"));
    final Path exits =
        zip("exits")
            .source(
                "p.Own",
                Sources.protocol(
                    "Own",
                    "exits",
                    "public Own() { System.exit(1); }",
                    "return null;",
                    "return null;"))
            .extensions("p.Own")
            .write(file("exits"));
    final Path none = zip("none").write(file("none"));
    final Path other =
        zip("other")
            .source("p.Own", "package p; public class Own {}")
            .extensions("p.Own")
            .write(file("other"));
    final Path hidden =
        zip("hidden")
            .source(
                "p.Own",
                Sources.protocol("Own", "hidden", Sources.ONE_SEGMENT)
                    .replace("public class Own", "class Own"))
            .extensions("p.Own")
            .write(file("hidden"));
    final Path throwing =
        zip("throwing")
            .source(
                "p.Own",
                Sources.protocol(
                    "Own",
                    "throwing",
                    "public Own() { throw new IllegalStateException(\"out of order\"); }",
                    "return null;",
                    "return null;"))
            .extensions("p.Own")
            .write(file("throwing"));
    final Path statics =
        zip("statics")
            .source(
                "p.Own",
                Sources.protocol(
                    "Own",
                    "statics",
                    "static final int X = Integer.parseInt(\"no number\");",
                    "return null;",
                    "return null;"))
            .extensions("p.Own")
            .write(file("statics"));
    final Path leaving = zip("leaving").entry("../../leaving.txt", "x").write(file("leaving"));
    final Path name = zip("Bad Name").write(file("badname"));

    final PluginHost loaded = load();
    assertThat(loaded.plugins()).hasSize(14);
    assertThat(loaded.protocols().all()).extracting(Protocol::id).containsExactly("good");
    assertThat(problem(loaded, good)).isEmpty();
    assertThat(problem(loaded, noZip)).startsWith("it is no zip file, or a broken one");
    assertThat(problem(loaded, half)).startsWith("it is no zip file, or a broken one");
    assertThat(problem(loaded, empty)).startsWith("it is no zip file, or a broken one");
    assertThat(problem(loaded, noDescriptor)).startsWith("plugin.id in plugin.properties must");
    assertThat(problem(loaded, missing)).isEqualTo("its class p.NotThere is missing");
    assertThat(problem(loaded, exits))
        .isEqualTo(
            "p.Own can't be made: p.Own calls java.lang.System.exit, which is not for plugins");
    assertThat(problem(loaded, none)).contains("META-INF/extensions.idx");
    assertThat(problem(loaded, other)).isEqualTo("p.Own is neither a protocol nor a playout");
    assertThat(problem(loaded, hidden)).contains("public constructor");
    assertThat(problem(loaded, throwing))
        .isEqualTo("p.Own can't be made: IllegalStateException: out of order");
    assertThat(problem(loaded, statics))
        .startsWith("a class of it can't be set up: NumberFormatException")
        .contains("no number");
    assertThat(problem(loaded, leaving)).isEqualTo("its entry ../../leaving.txt leads out of it");
    assertThat(root.resolve("leaving.txt")).doesNotExist();
    assertThat(problem(loaded, name)).startsWith("plugin.id in plugin.properties must");
  }

  @Test
  void one_that_can_not_be_used_does_not_keep_the_next_from_being_used() throws Exception {
    final Path leaning =
        zip("leaning")
            .entry(
                "plugin.properties",
                "plugin.id=leaning\nplugin.version=1\nplugin.requires=1\nplugin.dependencies=x\n")
            .write(file("a"));
    final Path broken = zip("good").extensions("p.NotThere").write(file("b"));
    final Path twice =
        zip("twice")
            .source("p.Own", Sources.protocol("Own", "twice", Sources.ONE_SEGMENT))
            .source("p.Two", Sources.protocol("Two", "twice", Sources.ONE_SEGMENT))
            .extensions("p.Own", "p.Two")
            .write(file("c"));
    final Path good = protocol("good", Sources.ONE_SEGMENT);
    final PluginHost loaded = load();
    assertThat(problem(loaded, leaning)).contains("can't lean on another");
    assertThat(problem(loaded, broken)).isEqualTo("its class p.NotThere is missing");
    assertThat(problem(loaded, twice))
        .isEqualTo("two of its extensions have one name: twice, twice");
    assertThat(problem(loaded, good)).isEmpty();
    assertThat(loaded.protocols().all()).extracting(Protocol::id).containsExactly("good");
  }

  @Test
  void what_was_unpacked_and_is_damaged_is_unpacked_again() throws Exception {
    protocol("one", Sources.ONE_SEGMENT);
    load().close();
    try (Stream<Path> files = Files.walk(root.resolve("cache"))) {
      final Path type = files.filter(f -> f.endsWith("Own.class")).findFirst().orElseThrow();
      Files.write(type, new byte[0]);
    }
    only();
    try (Stream<Path> folders = Files.list(root.resolve("cache"))) {
      assertThat(folders).hasSize(1);
    }
  }

  /** As two programs do that are started at the same time after an update. */
  @Test
  void several_unpack_the_same_at_once() throws Exception {
    protocol("one", Sources.ONE_SEGMENT);
    final int many = 8;
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      final CyclicBarrier start = new CyclicBarrier(many);
      final List<Callable<List<InstalledPlugin>>> all =
          Collections.nCopies(
              many,
              () -> {
                start.await();
                try (PluginHost one =
                    PluginHost.load(
                        List.of(root.resolve("plugins")), root.resolve("cache"), Set.of())) {
                  return one.plugins();
                }
              });
      for (Future<List<InstalledPlugin>> loaded : threads.invokeAll(all)) {
        assertThat(loaded.get()).allSatisfy(p -> assertThat(p.problem()).isEmpty());
      }
    }
    try (Stream<Path> folders = Files.list(root.resolve("cache"))) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void a_zip_with_folders_within_folders_without_end_is_refused() throws Exception {
    final Path deep = zip("deep").entry("a/".repeat(40) + "b", "x").write(file("deep"));
    final Path zero = zip("zero").entry("a\0b", "x").write(file("zero"));
    final PluginHost loaded = load();
    assertThat(problem(loaded, deep)).startsWith("it has folders within more than 32");
    assertThat(problem(loaded, zero)).startsWith("an entry's name is no path");
    assertThat(root.resolve("cache")).doesNotExist();
  }

  @Test
  void where_nothing_can_be_unpacked_that_is_said() throws Exception {
    final Path good = protocol("good", Sources.ONE_SEGMENT);
    final Path cache = Files.writeString(root.resolve("cache"), "no folder");
    assertThat(problem(load(), good))
        .isEqualTo("it can't be unpacked: " + cache + " can't be written");
  }

  @Test
  void the_spi_version_decides() throws Exception {
    final String[] own = PluginHost.spiVersion().split("\\.");
    final int major = Integer.parseInt(own[0]);
    final int minor = Integer.parseInt(own[1]);
    final Path next = zip("next", major + 1 + ".0.0").write(file("next"));
    final Path last = zip("last", major - 1 + ".9.0").write(file("last"));
    final Path newer = zip("newer", major + "." + (minor + 1)).write(file("newer"));
    final Path silent = zip("silent", "").write(file("silent"));
    final Path odd = zip("odd", ">=1 & <3").write(file("odd"));
    final Path brief =
        zip("short", "" + major)
            .source("p.Own", Sources.protocol("Own", "short", Sources.ONE_SEGMENT))
            .extensions("p.Own")
            .write(file("short"));
    final PluginHost loaded = load();
    final String is = PluginHost.spiVersion();
    assertThat(problem(loaded, next))
        .isEqualTo(
            "it was made for SPI %d.0.0, this is %s: get its version for SPI %d"
                .formatted(major + 1, is, major));
    assertThat(problem(loaded, last)).startsWith("it was made for SPI " + (major - 1) + ".9.0");
    assertThat(problem(loaded, newer))
        .isEqualTo(
            "it needs SPI %d.%d, this is %s: get a newer Aircheck".formatted(major, minor + 1, is));
    assertThat(problem(loaded, silent)).startsWith("plugin.requires is \"\"");
    assertThat(problem(loaded, odd)).startsWith("plugin.requires is \">=1 & <3\"");
    assertThat(problem(loaded, brief)).isEmpty();
  }

  @Test
  void of_two_with_one_name_the_first_is_used() throws Exception {
    protocol("one", Sources.ONE_SEGMENT);
    Files.copy(file("one"), file("two"));
    final Path third =
        zip("third")
            .source("p.Own", Sources.protocol("Own", "one", Sources.ONE_SEGMENT))
            .extensions("p.Own")
            .write(file("zzz"));
    final PluginHost loaded = load();
    assertThat(loaded.protocols().all()).hasSize(1);
    assertThat(problem(loaded, file("two")))
        .isEqualTo("there is a plugin of this id already: " + file("one"));
    assertThat(problem(loaded, third)).contains("another plugin reads the protocol \"one\"");
  }

  @Test
  void one_that_is_switched_off_is_not_even_loaded() throws Exception {
    protocol("one", Sources.ONE_SEGMENT);
    final PluginHost loaded = load("one");
    assertThat(loaded.protocols().all()).isEmpty();
    assertThat(loaded.plugins().getFirst().disabled()).isTrue();
    assertThat(loaded.plugins().getFirst().problem()).isEmpty();
  }
}
