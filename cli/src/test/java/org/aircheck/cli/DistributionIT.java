package org.aircheck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution, started as a user starts it. */
final class DistributionIT {

  private static final Path HOME = Path.of(System.getProperty("aircheck.home"));

  @TempDir private Path temp;

  private record Outcome(int exit, String out, String err) {}

  @Test
  void launcher_starts_the_program_from_any_folder() throws Exception {
    Outcome outcome = run(HOME, Map.of(), "--version");

    assertThat(outcome).isEqualTo(new Outcome(0, "aircheck " + Version.number() + "\n", ""));
  }

  @Test
  void start_up_cache_is_used_even_when_the_folder_was_moved() throws Exception {
    Path moved = copy(HOME, temp.resolve("moved here"));

    Outcome outcome = run(moved, Map.of("AIRCHECK_OPTS", "-Xlog:class+load"), "--version");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .containsPattern("org\\.aircheck\\.cli\\.Aircheck source: shared objects file");
  }

  @Test
  void a_damaged_start_up_cache_only_costs_time() throws Exception {
    Path moved = copy(HOME, temp.resolve("moved"));
    Files.writeString(moved.resolve("lib/aircheck.aot"), "damaged");

    Outcome outcome = run(moved, Map.of(), "--version");

    assertThat(outcome).isEqualTo(new Outcome(0, "aircheck " + Version.number() + "\n", ""));
  }

  @Test
  void launcher_works_through_a_symbolic_link() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("aircheck"), HOME.resolve("bin/aircheck"));

    Outcome outcome = start(Map.of(), link.toString(), "--version");
    Files.delete(link);

    assertThat(outcome.exit()).isZero();
  }

  @Test
  void options_of_the_user_replace_the_collector() throws Exception {
    Outcome outcome = run(HOME, Map.of("AIRCHECK_OPTS", "-XX:+UseParallelGC -Xmx64m"), "--version");

    assertThat(outcome.exit()).isZero();
  }

  @Test
  void each_plugin_zip_has_the_layout_that_a_plugin_loader_expects() throws Exception {
    List<Path> zips;
    try (Stream<Path> files = Files.list(HOME.resolve("plugins"))) {
      zips = files.filter(each -> each.toString().endsWith(".zip")).toList();
    }

    assertThat(zips).isNotEmpty();
    for (Path zip : zips) {
      try (ZipFile content = new ZipFile(zip.toFile())) {
        ZipEntry properties = content.getEntry("plugin.properties");
        assertThat(new String(content.getInputStream(properties).readAllBytes(), UTF_8))
            .contains("plugin.version=" + Version.number())
            .doesNotContain("${");
        assertThat(content.getEntry("classes/META-INF/extensions.idx")).isNotNull();
      }
    }
  }

  private Outcome run(Path home, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    String program = home.resolve("bin/aircheck").toString();
    return start(
        environment,
        Stream.concat(Stream.of(program), Stream.of(arguments)).toArray(String[]::new));
  }

  private Outcome start(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("AIRCHECK_OPTS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Copies as unpacking does: with the files' times, which the start-up cache goes by. */
  private static Path copy(Path from, Path to) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(process.waitFor()).isZero();
    return to;
  }
}
