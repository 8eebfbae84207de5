package org.aircheck.whole;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The architecture's arrows and the habits that a machine can check; {@code core/README.md}
 * explains them.
 */
class HouseRulesTest {
  private static JavaClasses classes;

  @BeforeAll
  static void load() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.aircheck");
    // An importer that is older than the class files' version reads none of them, and every rule
    // holds.
    assertThat(classes).hasSizeGreaterThan(150);
  }

  @Test
  void the_spi_needs_nothing_but_the_jdk() {
    noClasses()
        .that()
        .resideInAPackage("org.aircheck.spi..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.jspecify..", "org.aircheck.spi..")
        .check(classes);
    // What a plugin is given has no way out: no file, no connection, no clock.
    noClasses()
        .that()
        .resideInAPackage("org.aircheck.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("org.aircheck.spi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.aircheck.spi.playout..")
        .check(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.aircheck.hls..", "org.aircheck.dash..", "org.aircheck.vod.."})
  void plugins_see_the_spi_only(String plugin) {
    noClasses()
        .that()
        .resideInAPackage(plugin)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "javax.xml..",
            "org.w3c.dom..",
            "org.xml.sax..",
            "org.jspecify..",
            "org.aircheck.spi..",
            plugin)
        .check(classes);
  }

  @Test
  void core_knows_neither_server_nor_cli_nor_plugins() {
    noClasses()
        .that()
        .resideInAnyPackage("org.aircheck.engine..", "org.aircheck.spi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.aircheck.server..",
            "org.aircheck.cli..",
            "org.aircheck.hls..",
            "org.aircheck.dash..",
            "org.aircheck.vod..")
        .check(classes);
  }

  @Test
  void each_library_has_one_place() {
    only("org.pf4j..", "org.aircheck.engine.plugin..");
    only("com.github.kokorin.jaffree..", "org.aircheck.engine.media..");
    only("org.jdbi..", "org.aircheck.engine.store..");
    only("java.sql..", "org.aircheck.engine.store..");
    only("io.netty..", "org.aircheck.engine.fetch..", "org.aircheck.server..");
    only("reactor..", "org.aircheck.engine.fetch..");
    only("picocli..", "org.aircheck.cli..");
  }

  private static void only(String library, String... places) {
    noClasses()
        .that()
        .resideOutsideOfPackages(places)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(classes);
  }

  @Test
  void a_datum_flows_one_way() {
    neverBack(
        "fetch",
        "store",
        "record",
        "timeline",
        "inspect",
        "media",
        "plugin",
        "merge",
        "past",
        "vod");
    neverBack(
        "protocol",
        "fetch",
        "store",
        "record",
        "timeline",
        "inspect",
        "media",
        "plugin",
        "merge",
        "past",
        "vod");
    neverBack("plugin", "fetch", "store", "record", "timeline", "inspect", "media", "merge", "vod");
    neverBack("past", "fetch", "store", "record", "timeline", "inspect", "plugin", "merge", "vod");
    neverBack("vod", "fetch", "record", "timeline", "inspect", "plugin", "merge", "past");
    neverBack("store", "record", "timeline", "inspect", "plugin", "merge", "vod");
    neverBack("timeline", "record", "inspect", "plugin", "media", "merge", "vod");
    neverBack("inspect", "record", "plugin", "merge", "vod");
    neverBack("merge", "fetch", "record", "timeline", "inspect", "plugin", "vod");
    neverBack("media", "store", "record", "timeline", "inspect", "plugin", "merge", "vod");
    SlicesRuleDefinition.slices()
        .matching("org.aircheck.engine.(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  private static void neverBack(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage("org.aircheck.engine." + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(to).map(p -> "org.aircheck.engine." + p + "..").toArray(String[]::new))
        .check(classes);
  }

  @Test
  void no_source_file_is_longer_than_five_hundred_lines() throws IOException {
    assertThat(sources())
        .hasSizeGreaterThan(100)
        .allSatisfy(f -> assertThat(Files.readAllLines(f)).hasSizeLessThan(500));
  }

  @Test
  void every_package_says_what_it_is_and_that_nothing_is_null() throws IOException {
    final List<Path> folders =
        sources().stream()
            .map(Path::getParent)
            .distinct()
            .filter(f -> f.toString().contains("src/main"))
            .filter(f -> !f.toString().contains("/tools/")) // a template is one class
            .toList();
    assertThat(folders)
        .hasSizeGreaterThan(10)
        .allSatisfy(f ->
            assertThat(Files.readString(f.resolve("package-info.java")))
                .contains("@NullMarked", "/**"));
  }

  private static List<Path> sources() throws IOException {
    final Path top = Path.of("..").toAbsolutePath().normalize();
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/"))
          .filter(f -> !f.toString().contains("/target/"))
          .toList();
    }
  }
}
