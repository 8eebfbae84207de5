package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aircheck.testkit.process.Child;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program, with its plugins from zips, loops a folder. */
class LoopIT {
  private static final Path PROGRAM =
      Path.of(System.getProperty("aircheck.home"), "bin", "aircheck");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path root;
  private Path media;
  private int port;

  @BeforeEach
  void encode() throws Exception {
    media = root.resolve("static");
    new LoopFixture(media).classic("big_buck_bunny", 8);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  private Child loop(int where, String... options) {
    final List<String> command =
        new ArrayList<>(List.of(PROGRAM.toString(), "loop", "static", "127.0.0.1", "" + where));
    command.addAll(List.of(options));
    return Child.start(command, root);
  }

  private String get(int where, String target) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      final HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where + "/" + target))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void a_restart_and_a_second_node_say_the_same() throws Exception {
    final String now = "big_buck_bunny_1000k.m3u8?now=2026-03-01T12:00:01.234Z";
    final String said;
    try (Child first = loop(port, "--allow-now")) {
      first.awaitLine("big_buck_bunny.m3u8", PATIENCE);
      assertThat(get(port, "big_buck_bunny.m3u8")).contains("big_buck_bunny_1000k.m3u8");
      first.awaitLine("8.000 s a pass", PATIENCE);
      said = get(port, now);
      final int other = port + 1;
      try (Child second = loop(other, "--allow-now")) {
        second.awaitLine("big_buck_bunny.m3u8", PATIENCE);
        assertThat(get(other, now)).isEqualTo(said);
        second.interrupt();
        assertThat(second.awaitExit(PATIENCE)).isZero();
      }
      first.kill();
    }
    // A restart finds the index, and need not measure.
    try (Child again = loop(port, "--allow-now")) {
      again.awaitLine("big_buck_bunny.m3u8", PATIENCE);
      assertThat(get(port, now)).isEqualTo(said);
      assertThat(get(port, "api/channels")).contains("\"durations\":\"measured\"");
      again.interrupt();
      assertThat(again.awaitExit(PATIENCE)).isZero();
    }
  }

  @Test
  void without_ffprobe_it_goes_by_the_playlists_and_says_so() throws Exception {
    // All that the launcher needs, and no more.
    final Path tools = Files.createDirectories(root.resolve("tools"));
    for (String tool :
        List.of(
            "sh",
            "bash",
            "env",
            "dirname",
            "readlink",
            "java",
            "uname",
            "id",
            "cat",
            "sed",
            "basename")) {
      for (String folder : System.getenv("PATH").split(":")) {
        final Path program = Path.of(folder, tool);
        if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), program);
        }
      }
    }
    final List<String> command =
        Stream.of(
                "/usr/bin/env",
                "PATH=" + tools,
                PROGRAM.toString(),
                "loop",
                "static",
                "127.0.0.1",
                "" + port)
            .toList();
    try (Child loop = Child.start(command, root)) {
      loop.awaitLine("ffprobe is missing", PATIENCE);
      loop.awaitLine("big_buck_bunny.m3u8", PATIENCE);
      assertThat(get(port, "big_buck_bunny_250k.m3u8")).contains("#EXTINF:4");
      assertThat(get(port, "api/channels")).contains("\"durations\":\"EXTINF");
      loop.interrupt();
      assertThat(loop.awaitExit(PATIENCE)).isZero();
    }
  }

  @Test
  void the_report_names_what_is_missing() throws Exception {
    try (Child check = loop(port, "--check")) {
      assertThat(check.awaitExit(PATIENCE)).isZero();
      assertThat(check.output())
          .anyMatch(l -> l.contains("a pass of 8.000 s, target duration 4 s"))
          .anyMatch(l -> l.contains("1000k") && l.contains("8.000 s"));
    }
    Files.delete(media.resolve("big_buck_bunny/250k/s1.ts"));
    try (Child check = loop(port, "--check")) {
      assertThat(check.awaitExit(PATIENCE)).isEqualTo(3);
      assertThat(check.output()).anyMatch(l -> l.contains("250k/s1.ts") && l.contains("missing"));
    }
  }
}
