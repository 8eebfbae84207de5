package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.hls.HlsProtocol;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.FfmpegLive;
import org.aircheck.testkit.process.FileServer;
import org.aircheck.testkit.process.LiveEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hls.js in a real browser plays a replay of what ffmpeg sent. */
class ChromiumTest {
  private static final Duration RECORDED = Duration.ofSeconds(32);
  private static final int PLAYED = 20;

  /**
   * Tells the test how it goes, twice a second: seconds played, fatal errors, stalls after playing
   * began.
   */
  private static final String PAGE =
      """
      <!DOCTYPE html><meta charset="utf-8"><video id="v" muted></video>
      <script src="%1$s/assets/hls.js"></script>
      <script>
        const video = document.getElementById('v');
        const seen = {played: 0, fatal: '', stalls: 0};
        const hls = new Hls();
        hls.on(Hls.Events.ERROR, (event, data) => {
          if (data.fatal) seen.fatal += data.type + '/' + data.details + ' ';
          if (data.details === 'bufferStalledError' && seen.played > 0) seen.stalls++;
        });
        hls.loadSource('%1$s/stream.m3u8');
        hls.attachMedia(video);
        hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
        let start = null;
        setInterval(() => {
          if (start === null && video.currentTime > 0 && !video.paused) start = video.currentTime;
          if (start !== null) seen.played = video.currentTime - start;
          fetch('/report', {method: 'POST', body: [seen.played, seen.stalls, seen.fatal].join(';')});
        }, 500);
      </script>
      """;

  @TempDir Path root;

  @Test
  void hls_js_plays_twenty_seconds_without_an_error_or_a_stall() throws Exception {
    final Optional<String> chromium = chromium();
    assumeTrue(
        chromium.isPresent(), "SKIPPED: no Chromium here, so no browser has played a replay");
    final Rig rig = recorded();
    final AtomicReference<String> report = new AtomicReference<>("0;0;");
    final HttpServer test =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (SessionReader session = rig.sessions.read("s");
        ReplayServer replay =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0),
                session,
                List.of(new HlsProtocol()),
                SystemTime.clock())) {
      final byte[] page =
          PAGE.formatted("http://127.0.0.1:" + replay.port()).getBytes(StandardCharsets.UTF_8);
      test.createContext(
          "/",
          exchange -> {
            final byte[] sent = exchange.getRequestBody().readAllBytes();
            final boolean reports = exchange.getRequestURI().getPath().equals("/report");
            if (reports) {
              report.set(new String(sent, StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, reports ? -1 : page.length);
            if (!reports) {
              exchange.getResponseBody().write(page);
            }
            exchange.close();
          });
      test.start();
      try (Child browser =
          browser(chromium.get(), "http://127.0.0.1:" + test.getAddress().getPort() + "/")) {
        Poll.until(
            Duration.ofSeconds(90),
            () -> played(report.get()) >= PLAYED || !report.get().endsWith(";") || !browser.alive(),
            "twenty seconds played");
      }
      assertThat(report.get()).endsWith(";0;");
      assertThat(played(report.get())).isGreaterThanOrEqualTo(PLAYED);
    } finally {
      test.stop(0);
    }
  }

  private Rig recorded() throws Exception {
    final Path media = Files.createDirectories(root.resolve("media"));
    final LiveEncoding encoding =
        new LiveEncoding(
            LiveEncoding.Packaging.TS, 2, true, Duration.ofSeconds(2), 6, OptionalInt.empty());
    try (FfmpegLive live = FfmpegLive.hls(media, encoding);
        FileServer files = FileServer.start(live.folder());
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final Rig rig =
          new Rig(
              root.resolve("sessions"),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r));
      final RecordOptions.Limits limits =
          new RecordOptions.Limits(
              Optional.of(RECORDED),
              Optional.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.empty());
      rig.record(
          "s",
          new RecordOptions(
              files.uri("master.m3u8"),
              Selection.ALL,
              Optional.empty(),
              new RecordOptions.Persistence.ToDeadline(),
              8,
              0,
              limits));
      return rig;
    }
  }

  private Child browser(String program, String page) {
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
            "--user-data-dir=" + root.resolve("profile"),
            page),
        root);
  }

  private static double played(String report) {
    return Double.parseDouble(report.substring(0, report.indexOf(';')));
  }

  private static Optional<String> chromium() {
    final Stream<String> named = Optional.ofNullable(System.getenv("AIRCHECK_CHROMIUM")).stream();
    final Stream<String> usual =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    return Stream.concat(named, usual).filter(p -> Files.isExecutable(Path.of(p))).findFirst();
  }
}
