package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.process.FileServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins that Maven builds outside the reactor, against the installed SPI, and that are installed
 * as a user does it.
 */
class OutsidePluginsIT {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path PROGRAM =
      Path.of(System.getProperty("aircheck.home"), "bin", "aircheck");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern CHUNK = Pattern.compile("<c t=\"(\\d+)\"");

  @TempDir static Path build;

  @TempDir Path root;

  /**
   * What was built here goes where an outsider's Maven finds it; then it is the outsider's turn.
   */
  @BeforeAll
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven may have to download what it needs
  static void build() throws Exception {
    Ffmpeg.required();
    install("pom.xml", "pom.xml");
    install("core/pom.xml", "core/pom.xml");
    install("core/spi/target/aircheck-spi-1.0.0.jar", "core/spi/pom.xml");
    install("core/testkit/target/aircheck-testkit-0.1.0.jar", "core/testkit/pom.xml");
  }

  /** A folder to build in, as it is in the checkout. */
  private Path copy(String source) throws IOException {
    final Path from = TOP.resolve(source);
    final Path to = root.resolve("plugin");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  private static void install(String file, String pom) throws Exception {
    maven(
        "org.apache.maven.plugins:maven-install-plugin:3.2.0:install-file",
        "-Dfile=" + TOP.resolve(file),
        "-DpomFile=" + TOP.resolve(pom));
  }

  private static void maven(String... arguments) throws Exception {
    final List<String> command =
        new ArrayList<>(
            List.of("env", "JAVA_HOME=" + System.getProperty("java.home"), "mvn", "-B", "-q"));
    command.addAll(List.of(arguments));
    // Not in the checkout: what Maven finds in the folder above is not an outsider's.
    try (Child child = Child.start(command, build)) {
      final int code = child.awaitExit(Duration.ofMinutes(4));
      assertThat(code).as("%s: %s", command, child.output()).isZero();
    }
  }

  private Child start(String... arguments) {
    final List<String> command =
        new ArrayList<>(
            List.of("env", "AIRCHECK_CONFIG=" + root.resolve("config"), PROGRAM.toString()));
    command.addAll(List.of(arguments));
    return Child.start(command, root);
  }

  private String run(String... arguments) {
    try (Child child = start(arguments)) {
      final int code = child.awaitExit(PATIENCE);
      final String output = String.join("\n", child.output());
      assertThat(code).as(output).isZero();
      return output;
    }
  }

  private Child encoder() {
    final String arguments =
        "-nostdin -v error -y -re -f lavfi -i testsrc2=size=320x180:rate=25 -re -f lavfi -i"
            + " sine=frequency=440:sample_rate=48000 -t 60 -map 0 -map 0 -map 1 -c:v libx264 -preset ultrafast"
            + " -bf 0 -g 50 -keyint_min 50 -sc_threshold 0 -b:v:0 300k -b:v:1 150k -s:v:1 160x90 -c:a aac -b:a 64k"
            + " -f smoothstreaming -window_size 5 -extra_window_size 100 -lookahead_count 2 -min_frag_duration 2000000"
            + " -remove_at_exit 0 origin/live.ism";
    final List<String> command = new ArrayList<>(List.of("ffmpeg"));
    command.addAll(List.of(arguments.split(" ")));
    return Child.start(command, root);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_live_channel_is_recorded_replayed_and_merged() throws Exception {
    final Path plugin = copy("plugins/smooth");
    maven("-f", plugin.toString(), "package");
    assertThat(
            run(
                "plugins",
                "install",
                plugin.resolve("target/aircheck-smooth-1.0.0.zip").toString()))
        .contains("installed smooth 1.0.0");
    Files.createDirectory(root.resolve("origin"));
    try (Child encoder = encoder();
        FileServer server = FileServer.start(root.resolve("origin"))) {
      final Path manifest = root.resolve("origin/live.ism/Manifest");
      Poll.until(PATIENCE, () -> Files.exists(manifest) && chunks(manifest) >= 2, "two fragments");
      final String source = server.uri("live.ism/Manifest").toString();
      run("record", source, "-s", "live", "--duration", "14");
      encoder.terminate();
      assertEveryByteIsAsServed(server.uri("").toString());
    }
    replayed();
    merged();
  }

  /**
   * Aircheck reads and writes JSON with a newer Jackson than this plugin does, in the same process.
   */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_plugin_brings_an_older_version_of_a_library_that_aircheck_uses() throws Exception {
    final Path plugin = copy("tools/plugin-template");
    final Path pom = plugin.resolve("pom.xml");
    Files.writeString(
        pom,
        Files.readString(pom)
            .replace(
                "  <dependencies>",
                "  <dependencies><dependency><groupId>tools.jackson.core</groupId>"
                    + "<artifactId>jackson-databind</artifactId><version>3.0.0</version></dependency>"));
    final Path source = plugin.resolve("src/main/java/org/example/csvlist/CsvListProtocol.java");
    final String plain = Files.readString(source);
    final String json =
        plain.replace(
            "throw new MalformedManifestException(\"no line has",
            "throw new MalformedManifestException("
                + "new tools.jackson.databind.ObjectMapper().readTree(\"{\\\"with\\\": \\\"Jackson\\\"}\")"
                + ".path(\"with\").asString() + \" \" + tools.jackson.databind.cfg.PackageVersion.VERSION"
                + " + \": no line has");
    assertThat(json).isNotEqualTo(plain);
    Files.writeString(source, json);
    maven("-f", plugin.toString(), "package");
    run("plugins", "install", plugin.resolve("target/csvlist-1.0.0.zip").toString());
    Files.createDirectory(root.resolve("origin"));
    Files.writeString(root.resolve("origin/list.csv"), "no list\n");
    try (FileServer server = FileServer.start(root.resolve("origin"));
        Child record =
            start(
                "record",
                server.uri("list.csv").toString(),
                "--protocol",
                "csvlist",
                "--progress",
                "json")) {
      assertThat(record.awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(String.join("\n", record.output()))
          .contains("list.csv: Jackson 3.0.0: no line has a name");
    }
    final String own = tools.jackson.databind.cfg.PackageVersion.VERSION.toString();
    assertThat(own).isNotEqualTo("3.0.0");
    assertThat(run("plugins", "list", "--json")).contains("\"id\":\"csvlist\"");
  }

  private static int chunks(Path manifest) throws IOException {
    final Matcher matcher = CHUNK.matcher(Files.readString(manifest));
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count / 3;
  }

  private void assertEveryByteIsAsServed(String origin) throws Exception {
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("live")) {
      assertThat(session.info().protocol()).contains("smooth");
      assertThat(session.tracks())
          .extracting(track -> track.track().id())
          .containsExactly("video-320x180-300000", "video-160x90-150000", "audio-64000");
      for (RecordedTrack track : session.tracks()) {
        final List<Long> sequences = new ArrayList<>();
        session.segments(
            track.id(),
            segment -> {
              assertThat(segment.state()).isEqualTo(SegmentState.COMPLETE);
              assertThat(segment.epoch()).isZero();
              sequences.add(segment.segment().sequence());
              final String name = segment.segment().uri().toString().substring(origin.length());
              assertThat(body(session, segment.exchange().orElseThrow()))
                  .as(name)
                  .isEqualTo(bytes(root.resolve("origin").resolve(name)));
            });
        assertThat(sequences).hasSizeGreaterThan(6).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  private static byte[] body(SessionReader session, long exchange) {
    final BodyRef body = session.observation(exchange).flatMap(Observation::body).orElseThrow();
    return session.content(body);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A viewer some seconds later finds the manifest of then, and behind it the fragments. */
  private void replayed() throws Exception {
    try (Child replay = start("replay", "live", "-p", "0")) {
      final String line = replay.awaitLine("/stream.ism", PATIENCE);
      final URI entrance = URI.create(line.substring(line.indexOf("http")).strip() + "?o=9");
      try (HttpClient client =
          HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
        final HttpResponse<byte[]> manifest = get(client, entrance);
        final String text = new String(manifest.body(), StandardCharsets.UTF_8);
        assertThat(text).contains("<SmoothStreamingMedia", "Url=\"QualityLevels({bitrate})");
        final Matcher chunk = CHUNK.matcher(text);
        assertThat(chunk.find()).isTrue();
        final String address = "QualityLevels(300000)/Fragments(video=" + chunk.group(1) + ")";
        assertThat(get(client, manifest.uri().resolve(address)).body())
            .isEqualTo(bytes(root.resolve("origin/live.ism").resolve(address)));
      }
      played(line.substring(line.indexOf("http")).strip());
    }
  }

  /** dash.js plays Smooth Streaming, too. */
  private void played(String address) throws Exception {
    final Optional<Chromium> chromium = Chromium.find(root);
    final Players players = Players.install(root);
    if (chromium.isEmpty() || players == null) {
      System.err.println("SKIPPED: no Chromium or no npm, so dash.js did not play the replay");
      return;
    }
    final Chromium.Report report =
        chromium.get().play(players.library(), Players.dashJs("video", address), 6);
    assertThat(report.fatal()).as(report.each()).isEmpty();
    assertThat(report.played()).as(report.each()).isGreaterThanOrEqualTo(6);
  }

  private static HttpResponse<byte[]> get(HttpClient client, URI uri) throws Exception {
    final HttpResponse<byte[]> answer =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as("%s", uri).isEqualTo(200);
    return answer;
  }

  /** Every picture that was recorded is in the file, and nothing complains of it. */
  private void merged() throws Exception {
    run("merge", "live", "live.mp4");
    final long fragments;
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("live")) {
      final List<Long> rows = new ArrayList<>();
      session.segments(session.tracks().getFirst().id(), segment -> rows.add(segment.id()));
      fragments = rows.size();
    }
    assertThat(probe("-count_packets -show_entries stream=nb_read_packets -select_streams v"))
        .isEqualTo("" + fragments * 50);
    assertThat(Double.parseDouble(probe("-show_entries stream=duration -select_streams a")))
        .isBetween(fragments * 2 - 0.1, fragments * 2 + 0.1);
    try (Child decode =
        Child.start(
            List.of("ffmpeg", "-v", "error", "-xerror", "-i", "live.mp4", "-f", "null", "-"),
            root)) {
      assertThat(decode.awaitExit(PATIENCE)).isZero();
      assertThat(decode.output()).isEmpty();
    }
  }

  private String probe(String arguments) throws Exception {
    final List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-of", "csv=p=0", "live.mp4"));
    final Process process = new ProcessBuilder(command).directory(root.toFile()).start();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    assertThat(process.waitFor()).isZero();
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
