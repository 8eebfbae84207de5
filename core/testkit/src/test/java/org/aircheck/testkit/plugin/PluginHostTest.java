package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.protocol.BrokenProtocolException;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Playout;
import org.aircheck.spi.playout.Schedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin is or does, the host goes on, and says which plugin it was. */
class PluginHostTest {
  private static final Manifest MANIFEST =
      new Manifest(URI.create("http://o.test/a.lst"), "", "x".getBytes(StandardCharsets.UTF_8));

  @TempDir Path root;

  private Optional<PluginHost> host = Optional.empty();

  @AfterEach
  void close() {
    host.ifPresent(PluginHost::close);
  }

  private PluginZip zip(String id) {
    return zip(id, PluginHost.spiVersion());
  }

  private PluginZip zip(String id, String requires) {
    return PluginZip.of(root.resolve("work-" + id), id, requires);
  }

  private Path file(String name) {
    return root.resolve("plugins").resolve(name + ".zip");
  }

  /** Writes a plugin of one protocol. */
  private Path protocol(String id, String read) throws Exception {
    return zip(id)
        .source("p.Own", Sources.protocol("Own", id, read))
        .extensions("p.Own")
        .write(file(id));
  }

  private PluginHost load(String... disabled) {
    final PluginHost loaded =
        PluginHost.load(List.of(root.resolve("plugins")), root.resolve("cache"), Set.of(disabled));
    host = Optional.of(loaded);
    return loaded;
  }

  private static String problem(PluginHost host, Path file) {
    return host.plugins().stream()
        .filter(p -> p.file().equals(file))
        .findFirst()
        .flatMap(InstalledPlugin::problem)
        .orElse("");
  }

  private Protocol only() {
    final PluginHost loaded = load();
    assertThat(loaded.plugins()).allSatisfy(p -> assertThat(p.problem()).isEmpty());
    return loaded.protocols().all().getFirst();
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IllegalStateException(\"line one\\nline two\");",
        "return null;",
        "return read(m, now);",
        "throw new NoClassDefFoundError(\"a/b/C\");",
        "throw new java.util.ServiceConfigurationError(\"no provider\");",
        "throw new Error(\"to do\");",
        "return new byte[Integer.MAX_VALUE].length > 0 ? null : null;",
        "assert now == null : \"x\"; throw new AssertionError(\"y\");",
        "return this.<Presentation, RuntimeException>sneak();",
        "Object[] a = new String[1]; a[0] = 1; return null;"
      })
  void whatever_it_throws_while_reading_becomes_one_line_with_its_name(String read)
      throws Exception {
    final String sneak =
        "@SuppressWarnings(\"unchecked\") <T, E extends Throwable> T sneak() throws E"
            + " { throw (E) new java.io.IOException(\"sneaked\"); }";
    final Path zip =
        zip("bad")
            .source(
                "p.Own", Sources.protocol("Own", "bad", sneak, "return Recognition.CONTENT;", read))
            .extensions("p.Own")
            .write(file("bad"));
    final Protocol bad = only();
    assertThatThrownBy(() -> bad.read(MANIFEST, Instant.EPOCH))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageStartingWith("the plugin \"bad\" (" + zip + ") failed: ")
        .hasMessageNotContaining("\n");
    assertThat(bad.recognises(MANIFEST)).isEqualTo(Recognition.CONTENT);
    assertThat(bad.readdress(MANIFEST, URI::toString, Duration.ZERO)).isEqualTo(MANIFEST);
  }

  @Test
  void a_playout_that_fails_says_which_it_is() throws Exception {
    final Path zip =
        zip("bad")
            .source("p.Own", Sources.playout("Own", "return new Silent();"))
            .source("p.Two", Sources.playout("Two", "throw new Error();").replace("bad", "two"))
            .extensions("p.Own", "p.Two")
            .write(file("bad"));
    final Schedule schedule =
        new Schedule(List.of(), Duration.ofSeconds(1), Optional.empty(), false);
    final List<Playout> playouts = load().playouts();
    assertThatThrownBy(() -> playouts.getLast().broadcast(schedule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plugin \"two\" (" + zip + ") failed: Error");
    final Broadcast silent = playouts.getFirst().broadcast(schedule);
    assertThatThrownBy(() -> silent.window("v", Instant.EPOCH, Optional.empty()))
        .hasMessage(
            "the plugin \"bad\" (" + zip + ") failed: NullPointerException: it returned null");
    assertThatThrownBy(() -> silent.airing("v", 1))
        .hasMessage("the plugin \"bad\" (" + zip + ") failed: Error: to do");
    assertThatThrownBy(() -> silent.seam(Instant.EPOCH)).hasMessage("allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Segment.builder(1, null, new MediaTime(2, 1))",
        "Segment.builder(1, m.uri(), null)",
        "Segment.builder(1, m.uri(), new MediaTime(2, 1)).title(null)",
        "Segment.builder(1, URI.create(\"1.ts\"), new MediaTime(2, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(-1, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(Long.MAX_VALUE, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(1, 1)).start(new MediaTime(Long.MAX_VALUE, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(1, 1)).programDateTime(Instant.MAX)"
      })
  void what_nobody_can_work_with_is_the_plugins_failure(String segment) throws Exception {
    final Path zip =
        protocol(
            "bad",
            Sources.ONE_SEGMENT.replaceAll(
                "Segment.builder\\(1.*?1\\)\\)", Matcher.quoteReplacement(segment)));
    final Protocol bad = only();
    assertThatThrownBy(() -> bad.read(MANIFEST, Instant.EPOCH))
        .isInstanceOf(BrokenProtocolException.class)
        .hasMessageStartingWith("the plugin \"bad\" (" + zip + ") failed: ");
  }

  @Test
  void what_it_says_comes_next_is_looked_at_too() throws Exception {
    zip("ahead")
        .source(
            "p.Own",
            Sources.protocol(
                "Own",
                "ahead",
                "@Override public java.util.Optional<Lookahead> lookahead() { return"
                    + " java.util.Optional.of((track, segment, bytes) -> switch (bytes[0]) {"
                    + " case 0 -> List.of(segment); case 1 -> java.util.Collections.nCopies(17, segment);"
                    + " case 2 -> java.util.Arrays.asList(segment, null); default -> null; }); }",
                "return Recognition.CONTENT;",
                Sources.ONE_SEGMENT))
        .extensions("p.Own")
        .write(file("ahead"));
    final Protocol ahead = only();
    final Track track = ahead.read(MANIFEST, Instant.EPOCH).tracks().getFirst();
    final Segment segment = track.segments().getFirst();
    final Lookahead lookahead = ahead.lookahead().orElseThrow();
    assertThat(lookahead.after(track, segment, new byte[] {0})).containsExactly(segment);
    for (byte kind = 1; kind < 4; kind++) {
      assertThat(lookahead.after(track, segment, new byte[] {kind})).isEmpty();
    }
  }

  @Test
  void what_can_not_be_recognised_is_not_its_own() throws Exception {
    zip("bad")
        .source(
            "p.Own",
            Sources.protocol(
                "Own", "bad", "", "throw new IllegalStateException(\"x\");", "return null;"))
        .extensions("p.Own")
        .write(file("bad"));
    protocol("good", Sources.ONE_SEGMENT);
    final PluginHost loaded = load();
    assertThat(loaded.protocols().read(MANIFEST, Instant.EPOCH).protocol().id()).isEqualTo("good");
  }

  /** The reader of a recording's rows is written with Jackson; so is this plugin, with another. */
  @Test
  void a_plugin_brings_its_own_version_of_a_library() throws Exception {
    zip("own")
        .library(
            "jackson",
            "tools.jackson.databind.ObjectMapper",
            "package tools.jackson.databind; public class ObjectMapper"
                + " { public String version() { return \"0.0.1 of the plugin\"; } }")
        .source(
            "p.Own",
            Sources.protocol(
                "Own",
                "own",
                "throw new MalformedManifestException("
                    + "new tools.jackson.databind.ObjectMapper().version());"))
        .extensions("p.Own")
        .write(file("own"));
    final Protocol own = only();
    assertThatThrownBy(() -> own.read(MANIFEST, Instant.EPOCH)).hasMessage("0.0.1 of the plugin");
    assertThat(new tools.jackson.databind.ObjectMapper().readTree("{\"a\": 1}").path("a").asInt())
        .isEqualTo(1);
    assertThatThrownBy(() -> own.read(MANIFEST, Instant.EPOCH)).hasMessage("0.0.1 of the plugin");
  }

  @Test
  void a_library_that_looks_for_others_by_the_thread_finds_the_plugins() throws Exception {
    zip("seeks")
        .source("p.Service", "package p; public interface Service {}")
        .source(
            "p.Own",
            Sources.protocol(
                "Own",
                "seeks",
                "throw new MalformedManifestException(\"\" +"
                    + " (Thread.currentThread().getContextClassLoader() == Own.class.getClassLoader()));"))
        .extensions("p.Own")
        .write(file("seeks"));
    final ClassLoader before = Thread.currentThread().getContextClassLoader();
    final Protocol own = only();
    assertThatThrownBy(() -> own.read(MANIFEST, Instant.EPOCH)).hasMessage("true");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void a_class_whose_library_is_missing_is_closed_all_the_same() throws Exception {
    final Path target = root.resolve("target");
    final PluginZip zip =
        zip("lacks")
            .library("extra", "q.Base", "package q; public class Base {}")
            .library("extra2", "q.One", "package q; public class One extends Base {}")
            .library("extra3", "q.Two", "package q; public class Two extends Base {}");
    zip.source(
            "p.Own",
            Sources.protocol(
                "Own",
                "lacks",
                "static void write(boolean a) throws Exception { q.Base b = a ? new q.One() : new q.Two();"
                    + " for (int i = 0; i < 2; i++) { b = i == 0 ? b : new q.One(); }"
                    + " new java.io.FileWriter(\"TARGET\").close(); }"
                        .replace("TARGET", target.toString()),
                "return Recognition.CONTENT;",
                "try { write(true); } catch (Exception e) { throw new IllegalStateException(e); }"
                    + Sources.ONE_SEGMENT))
        .extensions("p.Own")
        .without("lib/")
        .write(file("lacks"));
    final PluginHost loaded = load();
    for (Protocol protocol : loaded.protocols().all()) {
      assertThatThrownBy(() -> protocol.read(MANIFEST, Instant.EPOCH))
          .hasMessageContaining("the plugin \"lacks\"");
    }
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.nio.file.Files.writeString(java.nio.file.Path.of(\"TARGET\"), \"x\");",
        "new java.io.FileOutputStream(\"TARGET\").close();",
        "new java.io.FileWriter(\"TARGET\").close();",
        "new java.io.RandomAccessFile(\"TARGET\", \"rw\").close();",
        "java.nio.channels.FileChannel.open(java.nio.file.Path.of(\"TARGET\"), java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE).close();",
        "new ProcessBuilder(\"touch\", \"TARGET\").start().waitFor();",
        "Runtime.getRuntime().exec(new String[] {\"touch\", \"TARGET\"}).waitFor();",
        "new java.net.Socket(\"127.0.0.1\", 9).close();",
        "java.sql.DriverManager.getConnection(\"jdbc:sqlite:TARGET\").close();",
        "Class.forName(\"org.aircheck.engine.store.Sessions\");",
        "Class.forName(\"org.aircheck.engine.store.Sessions\", true, Thread.currentThread().getContextClassLoader());",
        "Class.forName(\"java.nio.file.Files\").getMethod(\"createFile\", java.nio.file.Path.class, Class.forName(\"[Ljava.nio.file.attribute.FileAttribute;\")).invoke(null, java.nio.file.Path.of(\"TARGET\"), null);",
        "new java.io.PrintWriter(\"TARGET\").close();",
        "new java.io.PrintStream(\"TARGET\").close();",
        "new java.util.Formatter(\"TARGET\").close();",
        "new java.io.File(\"TARGET\").createNewFile();",
        "new java.net.URI(\"file:TARGET\").toURL().openConnection().getOutputStream();",
        "new java.io.PrintStream(java.nio.file.Path.of(\"TARGET\").toFile()).close();",
        "java.util.function.Function<java.nio.file.Path, java.io.File> f = java.nio.file.Path::toFile; f.apply(java.nio.file.Path.of(\"TARGET\")).createNewFile();",
        "new java.util.Scanner(java.nio.file.Path.of(\"/etc/passwd\")).close();",
        "Class.forName(\"org.pf4j.util.FileUtils\");",
        "System.exit(7);",
        "java.util.function.IntConsumer quit = System::exit; quit.accept(7);",
        "java.util.stream.Stream.of(\"TARGET\").map(f -> { try { return new java.io.PrintWriter(f); } catch (java.io.IOException e) { throw new IllegalStateException(e); } }).forEach(java.io.PrintWriter::close);"
      })
  void a_plugin_has_no_way_into_a_session_but_the_spi(String deed) throws Exception {
    final Path session = Files.createDirectories(root.resolve("sessions/s"));
    final Path target = session.resolve("media.ts");
    final String read =
        "try { DEED } catch (Exception e) { throw new IllegalStateException(e.toString()); }"
                .replace("DEED", deed.replace("TARGET", target.toString()))
            + Sources.ONE_SEGMENT;
    protocol("writer", read);
    final Protocol writer = only();
    assertThatThrownBy(() -> writer.read(MANIFEST, Instant.EPOCH))
        .hasMessageStartingWith("the plugin \"writer\"");
    assertThat(session).isEmptyDirectory();
  }
}
