package org.aircheck.whole;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.process.Child;

/** A real browser without a screen, which plays a page of a test's. */
final class Chromium {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * Tells the test how it goes, twice a second. A page's own script plays {@code video}, or the
   * {@code videos} that it asks {@code more()} for, and notes in {@code seen} what is fatal and how
   * often playing stalls. What is played is what the slowest of them has played.
   */
  private static final String PAGE =
      """
      <!DOCTYPE html><meta charset="utf-8"><video id="v" muted></video>
      <script src="player.js"></script>
      <script>
        const video = document.getElementById('v');
        const videos = [video];
        const seen = {played: 0, fatal: '', stalls: 0};
        const progress = new Map();
        function more() {
          const other = document.createElement('video');
          other.muted = true;
          document.body.append(other);
          videos.push(other);
          return other;
        }
        function advance(v) {
          const known = progress.get(v) ?? {played: 0, at: v.currentTime};
          const step = v.currentTime - known.at;
          if (!v.paused && step > 0 && step < 3) known.played += step;
          known.at = v.currentTime;
          progress.set(v, known);
          return known.played;
        }
        setInterval(() => {
          seen.played = Math.min(...videos.map(advance));
          seen.each = videos.map(v => progress.get(v).played.toFixed(1) + (v.error ? ' ' + v.error.message : '')).join(' ');
          fetch('/report', {method: 'POST', body: [seen.played, seen.stalls, seen.each, seen.fatal].join(';')});
        }, 500);
        %s
      </script>
      """;

  private final String program;
  private final Path folder;

  private Chromium(String program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The one of this machine, with its profile in a folder; empty when there is none. */
  static Optional<Chromium> find(Path folder) {
    final Stream<String> named = Optional.ofNullable(System.getenv("AIRCHECK_CHROMIUM")).stream();
    final Stream<String> usual =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    return Stream.concat(named, usual)
        .filter(p -> Files.isExecutable(Path.of(p)))
        .findFirst()
        .map(p -> new Chromium(p, folder));
  }

  /**
   * What a page has told.
   *
   * @param each how much each of its players has played, in seconds
   */
  record Report(double played, int stalls, String each, String fatal) {
    static Report of(String text) {
      final String[] parts = text.split(";", 4);
      return new Report(
          Double.parseDouble(parts[0]), Integer.parseInt(parts[1]), parts[2], parts[3].strip());
    }
  }

  /**
   * Plays until so many seconds are played or something is fatal.
   *
   * @param player the player's library
   * @param script what a page does with it
   */
  Report play(byte[] player, String script, double seconds) throws IOException {
    return play(player, script, seconds, () -> {});
  }

  /**
   * The same.
   *
   * @param half is run once when half of it is played
   */
  Report play(byte[] player, String script, double seconds, Runnable half) throws IOException {
    final AtomicBoolean halved = new AtomicBoolean();
    final AtomicReference<String> told = new AtomicReference<>("0;0;;");
    final HttpServer site = serve(player, PAGE.formatted(script), told);
    final URI page = URI.create("http://127.0.0.1:" + site.getAddress().getPort() + "/");
    try (Child browser = start(page)) {
      Poll.until(
          PATIENCE,
          () -> {
            final Report report = Report.of(told.get());
            if (report.played() >= seconds / 2 && halved.compareAndSet(false, true)) {
              half.run();
            }
            return report.played() >= seconds || !report.fatal().isEmpty() || !browser.alive();
          },
          "playing " + seconds + " s");
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + told.get(), e);
    } finally {
      site.stop(0);
    }
    return Report.of(told.get());
  }

  private static HttpServer serve(byte[] player, String page, AtomicReference<String> told)
      throws IOException {
    final HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    final Map<String, byte[]> files =
        Map.of("/player.js", player, "/", page.getBytes(StandardCharsets.UTF_8));
    site.createContext(
        "/",
        exchange -> {
          final byte[] sent = exchange.getRequestBody().readAllBytes();
          final String path = exchange.getRequestURI().getPath();
          if (path.equals("/report")) {
            told.set(new String(sent, StandardCharsets.UTF_8));
          }
          final byte[] body = files.getOrDefault(path, new byte[0]);
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Type",
                  path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          if (body.length > 0) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    site.start();
    return site;
  }

  private Child start(URI page) {
    return Child.start(
        List.of(
            program,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--mute-audio",
            "--autoplay-policy=no-user-gesture-required",
            "--user-data-dir=" + folder.resolve("profile"),
            page.toString()),
        folder);
  }
}
