package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.spi.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin has its own libraries, and no way out but the SPI. */
class PluginIsolationTest extends PluginFixture {
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
