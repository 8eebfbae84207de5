package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.hls.HlsProtocol;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.FfmpegLive;
import org.aircheck.testkit.process.FileServer;
import org.aircheck.testkit.process.LiveEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hls.js in a real browser plays a replay of what ffmpeg sent. */
class ChromiumTest {
  private static final Duration RECORDED = Duration.ofSeconds(32);
  private static final int PLAYED = 20;

  private static final String SCRIPT =
      """
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (event, data) => {
        if (data.fatal) seen.fatal += data.type + '/' + data.details + ' ';
        if (data.details === 'bufferStalledError' && seen.played > 0) seen.stalls++;
      });
      hls.loadSource('%s/stream.m3u8');
      hls.attachMedia(video);
      hls.on(Hls.Events.MANIFEST_PARSED, () => video.play());
      """;

  @TempDir Path root;

  @Test
  void hls_js_plays_twenty_seconds_without_an_error_or_a_stall() throws Exception {
    final Optional<Chromium> chromium = Chromium.find(root);
    assumeTrue(
        chromium.isPresent(), "SKIPPED: no Chromium here, so no browser has played a replay");
    final Rig rig = recorded();
    try (SessionReader session = rig.sessions.read("s");
        ReplayServer replay =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0),
                session,
                Protocols.of(List.of(new HlsProtocol())),
                SystemTime.clock());
        HttpClient client = HttpClient.newHttpClient()) {
      final String base = "http://127.0.0.1:" + replay.port();
      final byte[] library =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(base + "/assets/hls.js")).build(),
                  BodyHandlers.ofByteArray())
              .body();
      final Chromium.Report report = chromium.get().play(library, SCRIPT.formatted(base), PLAYED);
      assertThat(report.fatal()).isEmpty();
      assertThat(report.stalls()).isZero();
      assertThat(report.played()).isGreaterThanOrEqualTo(PLAYED);
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
}
