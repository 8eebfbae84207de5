package org.aircheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.store.Sessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong is one line that says what to do, with the right exit code and without a stack
 * trace.
 */
class ErrorsTest {
  @TempDir Path root;

  private record Outcome(int code, String out, String err) {}

  private Outcome run(String... args) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int code = Aircheck.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(code, out.toString(), err.toString());
  }

  private void fails(Outcome outcome, int code, String... said) {
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.err())
        .startsWith("aircheck: ")
        .contains(said)
        .doesNotContain("\tat ", "Exception");
    assertThat(outcome.err().lines().count())
        .as(outcome.err())
        .isLessThanOrEqualTo(code == Failures.USAGE ? 3 : 1);
  }

  private String[] recording(String url) {
    return new String[] {"record", url, "-o", root.toString()};
  }

  @Test
  void no_address() {
    fails(run(recording("nonsense")), Failures.USAGE, "is no http or https address");
    fails(run(recording("ftp://127.0.0.1/x.m3u8")), Failures.USAGE, "is no http or https address");
  }

  @Test
  void a_folder_that_can_not_be_looped() throws Exception {
    fails(run("loop", root.resolve("none").toString()), Failures.FAILED, "there is no such folder");
    fails(run("loop", root.toString()), Failures.FAILED, "no playlist, no MPD and no session");
    final Path file = Files.writeString(root.resolve("x.txt"), "x");
    fails(run("loop", file.toString()), Failures.FAILED, "is no folder");
    Files.writeString(root.resolve("x.m3u8"), "no playlist");
    fails(run("loop", "--check", root.toString()), Failures.FAILED, "x.m3u8");
  }

  @Test
  void a_loop_that_makes_no_sense() {
    fails(run("loop"), Failures.USAGE, "FOLDER");
    fails(run("loop", ".", "127.0.0.1", "70000"), Failures.USAGE, "the port must be 0 to 65535");
    fails(run("loop", ".", "127.0.0.1", "x"), Failures.USAGE, "PORT");
    fails(run("loop", ".", "--window", "0"), Failures.USAGE, "window");
    fails(run("loop", ".", "--epoch", "soon"), Failures.USAGE, "is no time");
    fails(run("loop", ".", "--start", "now", "--epoch", "20:00"), Failures.USAGE, "exclude");
    fails(
        run("loop", ".", "--start", "2026-01-02T00:00:00Z", "--end", "2026-01-01T00:00:00Z"),
        Failures.USAGE,
        "--end must be after");
  }

  @Test
  void nobody_listens() throws Exception {
    final int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    fails(
        run(recording("http://127.0.0.1:" + port + "/x.m3u8")),
        Failures.FAILED,
        "connection refused");
    assertThat(root).as("no empty session is left behind").isEmptyDirectory();
  }

  @Test
  void no_manifest() throws Exception {
    try (Site site = new Site("text/html", "<!DOCTYPE html><title>Hello</title>", 200)) {
      fails(run(recording(site.url())), Failures.FAILED, "no manifest");
    }
    try (Site site = new Site("text/plain", "gone", 404)) {
      fails(run(recording(site.url())), Failures.FAILED, "404");
    }
  }

  @Test
  void a_manifest_without_its_plugin() throws Exception {
    try (Site site =
        new Site(
            "text/xml",
            "<?xml version=\"1.0\"?>\n<SmoothStreamingMedia MajorVersion=\"2\"/>",
            200)) {
      fails(
          run(recording(site.url())),
          Failures.FAILED,
          "Smooth Streaming",
          "\"smooth\"",
          "not installed");
    }
  }

  @Test
  void a_session_that_is_not_there() {
    for (String command :
        List.of("sessions show", "sessions verify", "sessions rm", "inspect gaps", "replay")) {
      final List<String> args = new ArrayList<>(List.of(command.split(" ")));
      args.addAll(List.of("nothing", "-f", root.toString()));
      fails(
          run(args.toArray(String[]::new)), Failures.FAILED, "no session nothing", "sessions list");
    }
  }

  @Test
  void an_archive_that_can_not_begin() throws Exception {
    final String output = root.resolve("x.mp4").toString();
    final String nobody = "http://127.0.0.1:1/x.mpd";
    fails(run("archive", "file:///x.mpd", output), Failures.USAGE, "no http or https address");
    fails(run("archive", nobody, root.resolve("x.avi").toString()), Failures.FAILED, "only .mp4");
    fails(
        run("archive", nobody, root.resolve("no/x").toString()),
        Failures.FAILED,
        "there is no folder");
    fails(
        run("archive", nobody, output, "--max-search-requests", "0"),
        Failures.USAGE,
        "--max-search-requests must be at least 1");
    fails(
        run("archive", nobody, output, "--ffmpeg-path", root.resolve("no").toString()),
        Failures.FAILED,
        "does not run as ffmpeg");
    fails(
        run("archive", nobody, output, "--summary-file", root.resolve("no/s.txt").toString()),
        Failures.FAILED,
        "can't write the summary");
    fails(
        run("archive", nobody, output, "--check-url-retries", "0"),
        Failures.FAILED,
        "connection refused");
    final Path mine = Files.createDirectories(root.resolve("y.mp4.segments"));
    Files.writeString(mine.resolve("notes.txt"), "mine");
    fails(
        run("archive", nobody, root.resolve("y.mp4").toString()), Failures.FAILED, "is in the way");
    assertThat(mine.resolve("notes.txt")).hasContent("mine");
    assertThat(root.resolve("x.mp4.segments")).doesNotExist();
    // A run that was killed as it cleared up: there are media, and no database any more.
    final Path rest = Files.createDirectories(root.resolve("w.mp4.segments/session/media/aa"));
    Files.createFile(rest.resolve("aa0.mp4"));
    fails(
        run("archive", nobody, root.resolve("w.mp4").toString(), "--check-url-retries", "0"),
        Failures.FAILED,
        "connection refused");
    // A run that was killed as it began: there is a database, and nothing in it.
    final Path begun = Files.createDirectories(root.resolve("z.mp4.segments/session/media/tmp"));
    Files.createFile(begun.resolve("../../session.db"));
    fails(
        run("archive", nobody, root.resolve("z.mp4").toString(), "--check-url-retries", "0"),
        Failures.FAILED,
        "connection refused");
  }

  @Test
  void a_merge_that_can_not_begin() throws Exception {
    final String folder = root.toString();
    fails(
        run("merge", "nothing", root.resolve("x.mp4").toString(), "-f", folder),
        Failures.FAILED,
        "no session nothing");
    fails(
        run("merge", "s", root.resolve("x.avi").toString(), "-f", folder),
        Failures.FAILED,
        "only .mp4");
    fails(
        run("merge", "s", root.resolve("no/x.mp4").toString(), "-f", folder),
        Failures.FAILED,
        "there is no folder");
    final Path there = Files.writeString(root.resolve("there.mkv"), "mine");
    fails(
        run("merge", "s", root.resolve("there.mkv").toString(), "-f", folder),
        Failures.FAILED,
        "--force");
    assertThat(there).hasContent("mine");
  }

  @Test
  void a_name_that_leads_out_of_the_folder() {
    fails(
        run("sessions", "rm", "../x", "-f", root.toString()),
        Failures.FAILED,
        "can't be a session's name");
  }

  @Test
  void a_folder_that_cannot_be_written() throws Exception {
    final Path file = Files.writeString(root.resolve("file"), "in the way");
    fails(
        run("record", "http://127.0.0.1:9/x.m3u8", "-o", file.resolve("below").toString()),
        Failures.FAILED,
        "can't write to");
  }

  @Test
  void an_unknown_option() {
    fails(
        run("record", "http://127.0.0.1:9/x.m3u8", "--intervall", "3"),
        Failures.USAGE,
        "--intervall",
        "--help");
    fails(run("replay", "x", "--fidelity", "total"), Failures.USAGE, "--fidelity", "total");
    fails(
        run("record", "http://127.0.0.1:9/x.m3u8", "--duration", "soon"),
        Failures.USAGE,
        "soon",
        "1h30m");
    fails(
        run("record", "http://127.0.0.1:9/x.m3u8", "--variants", "("),
        Failures.USAGE,
        "no regular expression");
  }

  @Test
  void a_damaged_database() throws Exception {
    Files.createDirectories(root.resolve("s"));
    Files.writeString(
        root.resolve("s/session.db"),
        "this is no database at all, but long enough to be looked at".repeat(20));
    fails(
        run("sessions", "show", "s", "-f", root.toString()),
        Failures.FAILED,
        "session.db",
        "damaged");
    assertThat(run("sessions", "list", "-f", root.toString()).out()).contains("unreadable");
  }

  @Test
  void a_session_that_is_being_recorded() {
    final Sessions sessions = new Sessions(root);
    final RunStart start = new RunStart(Instant.EPOCH, "test", Map.of(), Durability.RELAXED);
    try (SessionWriter ignored =
        sessions.create("s", URI.create("http://127.0.0.1:9/x.m3u8"), start)) {
      fails(
          run("record", "http://127.0.0.1:9/x.m3u8", "-o", root.toString(), "-s", "s", "--resume"),
          Failures.FAILED,
          "is being recorded");
      fails(
          run("sessions", "rm", "s", "-f", root.toString()), Failures.FAILED, "is being recorded");
    }
    fails(
        run("record", "http://127.0.0.1:9/x.m3u8", "-o", root.toString(), "-s", "s"),
        Failures.FAILED,
        "there is already a session s",
        "--resume");
  }

  @Test
  void a_port_in_use() throws Exception {
    final Sessions sessions = new Sessions(root);
    final RunStart start = new RunStart(Instant.EPOCH, "test", Map.of(), Durability.RELAXED);
    try (SessionWriter writer =
            sessions.create("s", URI.create("http://127.0.0.1:9/x.m3u8"), start);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      writer.finish(Instant.EPOCH, "ended");
      fails(
          run("replay", "s", "-f", root.toString(), "-p", Integer.toString(taken.getLocalPort())),
          Failures.FAILED,
          "port " + taken.getLocalPort(),
          "choose another");
    }
  }

  @Test
  void verbose_shows_where_it_comes_from() {
    final Outcome outcome = run("sessions", "show", "nothing", "-f", root.toString(), "--verbose");
    assertThat(outcome.err()).contains("\tat ");
  }

  @Test
  void every_command_has_help() {
    for (String command :
        List.of(
            "record",
            "replay",
            "inspect gaps",
            "sessions list",
            "plugins list",
            "doctor",
            "demo")) {
      final List<String> args = new ArrayList<>(List.of(command.split(" ")));
      args.add("--help");
      final Outcome outcome = run(args.toArray(String[]::new));
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).contains("Usage: aircheck " + command);
    }
  }

  /** One answer to everything. */
  private static final class Site implements AutoCloseable {
    private final HttpServer server;

    Site(String type, String body, int status) throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/x.m3u8";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
