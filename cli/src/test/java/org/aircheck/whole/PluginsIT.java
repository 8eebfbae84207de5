package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aircheck.testkit.plugin.PluginZip;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.FileServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with other people's plugins, good and bad. */
class PluginsIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("aircheck.home"), "bin", "aircheck");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SOURCE =
      """
      package p;

      import java.time.Duration;
      import java.time.Instant;
      import org.aircheck.spi.*;

      public class Own implements Protocol {
        @Override public String id() { return "ID"; }
        @Override public String extension() { return "m3u8"; }
        @Override public Recognition recognises(Manifest m) { return Recognition.BY; }
        @Override public Presentation read(Manifest m, Instant now) {
          throw new IllegalStateException("out of order");
        }
        @Override public Manifest readdress(Manifest m, AddressMap a, Duration s) {
          throw new IllegalStateException("out of order");
        }
      }
      """;

  @TempDir Path root;
  private Path plugins;

  @BeforeEach
  void encode() throws Exception {
    plugins = Files.createDirectories(root.resolve("config/plugins"));
    new LoopFixture(root.resolve("media")).classic("clip", 4);
  }

  private Path plugin(String id, String by) throws Exception {
    return written(id, SOURCE.replace("ID", id).replace("BY", by));
  }

  /** A plugin of one class. */
  private Path written(String id, String source) throws Exception {
    return PluginZip.of(root.resolve("work-" + id), id, "1.0.0")
        .source("p.Own", source)
        .extensions("p.Own")
        .write(root.resolve(id + ".zip"));
  }

  /** What a command wrote, and its exit code. */
  private record Ended(int code, String output) {}

  private Ended run(String... arguments) {
    final List<String> command =
        new ArrayList<>(
            List.of("env", "AIRCHECK_CONFIG=" + root.resolve("config"), PROGRAM.toString()));
    command.addAll(List.of(arguments));
    try (Child child = Child.start(command, root)) {
      final int code = child.awaitExit(PATIENCE);
      return new Ended(code, String.join("\n", child.output()));
    }
  }

  @Test
  void broken_plugins_are_named_and_the_recording_is_whole() throws Exception {
    final Path noZip = Files.writeString(plugins.resolve("nozip.zip"), "x");
    final Path failing = Files.copy(plugin("failing", "VARIETY"), plugins.resolve("failing.zip"));
    try (FileServer server = FileServer.start(root.resolve("media"))) {
      final Ended record = run("record", server.uri("clip/abr.m3u8").toString(), "-s", "s");
      assertThat(record.output())
          .contains("plugin nozip.zip is not used (" + noZip + "): it is no zip file")
          .contains("the plugin \"failing\" (" + failing + ") failed: IllegalStateException")
          .contains("the channel ended, complete");
      assertThat(record.code()).isZero();
    }
    assertThat(run("sessions", "verify", "s").code()).isZero();
    assertThat(run("plugins", "list").output())
        .contains("not used: it is no zip file")
        .contains("failing");
    assertThat(run("plugins", "remove", "nozip.zip").code()).isZero();
    assertThat(noZip).doesNotExist();
  }

  @Test
  void of_two_with_the_same_reason_the_user_decides() throws Exception {
    assertThat(run("plugins", "install", plugin("rival", "CONTENT").toString()).code()).isZero();
    try (FileServer server = FileServer.start(root.resolve("media"))) {
      final String source = server.uri("clip/abr.m3u8").toString();
      final Ended torn = run("record", source, "-s", "torn");
      assertThat(torn.code()).isEqualTo(1);
      assertThat(torn.output())
          .contains("\"rival\"", "\"hls\"", "choose one with --protocol")
          .doesNotContain("Exception");
      assertThat(run("record", source, "-s", "s", "--protocol", "hls").code()).isZero();
      final Ended none = run("record", source, "-s", "t", "--protocol", "nothing");
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.output())
          .contains("there is no protocol \"nothing\"; installed: dash, hls, rival");
      assertThat(run("plugins", "disable", "rival").code()).isZero();
      assertThat(run("record", source, "-s", "u").code()).isZero();
    }
  }

  @Test
  void check_says_what_a_plugin_does_against_its_contract() throws Exception {
    final Ended check = run("plugins", "check", plugin("failing", "CONTENT").toString());
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.output())
        .contains("protocol failing")
        .contains("failed: IllegalStateException: out of order");
    assertThat(plugins).isEmptyDirectory();
  }

  @Test
  void check_does_not_wait_for_a_plugin_that_never_returns() throws Exception {
    final Path hanging =
        written(
            "hanging",
            SOURCE
                .replace("ID", "hanging")
                .replace("return Recognition.BY;", "while (true) { Thread.onSpinWait(); }"));
    final Ended check = run("plugins", "check", hanging.toString(), "--timeout", "2");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.output())
        .contains("hanging.zip: it is still at work after 2 s: p.Own.recognises(Own.java:");
  }

  @Test
  void check_reads_with_the_protocol_that_a_manifest_is_of() throws Exception {
    final Path two =
        PluginZip.of(root.resolve("work-two"), "two", "1.0.0")
            .source(
                "p.Own",
                SOURCE
                    .replace("ID", "own")
                    .replace(
                        "Recognition.BY",
                        "m.bytes().length > 0 && m.bytes()[0] == 'o' ? Recognition.CONTENT : Recognition.NONE")
                    .replace("throw new IllegalStateException(\"out of order\")", "return RESULT")
                    .replaceFirst("RESULT", "Presentation.builder(java.util.List.of()).build()")
                    .replace("RESULT", "m"))
            .source(
                "p.Other",
                SOURCE
                    .replace("ID", "other")
                    .replace("class Own", "class Other")
                    .replace("BY", "NONE")
                    .replace(
                        "m, Instant now) {", "m, Instant now) throws MalformedManifestException {")
                    .replace("s) {", "s) throws MalformedManifestException {")
                    .replace(
                        "throw new IllegalStateException(",
                        "throw new MalformedManifestException("))
            .extensions("p.Own", "p.Other")
            .write(root.resolve("two.zip"));
    final Path known = Files.writeString(root.resolve("known"), "own");
    final Path unknown = Files.writeString(root.resolve("unknown"), "x");
    final Ended good = run("plugins", "check", two.toString(), known.toString());
    assertThat(good.output()).contains("known: recognised by \"own\", by its content");
    assertThat(good.code()).isZero();
    final Ended bad = run("plugins", "check", two.toString(), unknown.toString());
    assertThat(bad.output()).contains("unknown: no protocol of the plugin recognises it");
    assertThat(bad.code()).isEqualTo(1);
  }

  @Test
  void check_serves_the_samples_as_a_replay_would() throws Exception {
    final Path still =
        written(
            "still",
            """
            package p;
            import java.time.*;
            import java.util.List;
            import org.aircheck.spi.*;
            public class Own implements Protocol {
              @Override public String id() { return "still"; }
              @Override public String extension() { return "txt"; }
              @Override public Recognition recognises(Manifest m) {
                return new String(m.bytes()).startsWith("/") ? Recognition.CONTENT : Recognition.NONE;
              }
              @Override public Presentation read(Manifest m, Instant now) throws MalformedManifestException {
                try {
                  return Presentation.builder(List.of(Track.builder("t", TrackKind.VIDEO).segments(List.of(
                      Segment.builder(1, m.uri().resolve(new String(m.bytes())), new MediaTime(2, 1)).build())).build())).build();
                } catch (IllegalArgumentException e) {
                  throw new MalformedManifestException("no address");
                }
              }
              @Override public Manifest readdress(Manifest m, AddressMap a, Duration s) { return m; }
            }
            """);
    final Path sample = Files.writeString(root.resolve("sample"), "/x.ts");
    final Ended check =
        run("plugins", "check", still.toString(), sample.toString(), "--url", "http://o.test/a/m");
    assertThat(check.output())
        .contains("track t: 1 segments, 1 to 1, the last lasts 2s and is at http://o.test/x.ts")
        .contains(
            "the protocol \"still\": re-addressed, the manifest leads to http://replay.test/x.ts"
                + " where http://replay.test/http/o.test/x.ts was to be found (with the bytes in ");
    assertThat(check.code()).isEqualTo(1);
    final String bytes = check.output().replaceAll("(?s).*\\(with the bytes in (.*)\\).*", "$1");
    assertThat(Path.of(bytes)).hasContent("/x.ts");
    Files.delete(Path.of(bytes));
  }

  @Test
  void what_was_copied_in_by_hand_beside_a_part_of_the_program_can_be_removed() throws Exception {
    final Path copy = Files.copy(plugin("hls", "CONTENT"), plugins.resolve("hls-9.zip"));
    assertThat(run("plugins", "list").output()).contains("there is a plugin of this id already");
    assertThat(run("plugins", "install", root.resolve("hls.zip").toString()).output())
        .contains("it is a part of Aircheck; give yours an id of its own");
    assertThat(run("plugins", "remove", "hls").code()).isZero();
    assertThat(copy).doesNotExist();
    assertThat(run("plugins", "remove", "hls").output()).contains("is a part of Aircheck");
  }
}
