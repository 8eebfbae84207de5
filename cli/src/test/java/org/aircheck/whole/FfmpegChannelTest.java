package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.hls.HlsProtocol;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.process.FfmpegLive;
import org.aircheck.testkit.process.FileServer;
import org.aircheck.testkit.process.LiveEncoding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ffmpeg's own live HLS behind a file server that is not ours: recorded while it runs, and
 * replayed.
 */
@Execution(ExecutionMode.CONCURRENT) // each waits for its channel
class FfmpegChannelTest {
  private static final Duration RECORDED = Duration.ofSeconds(12);

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(LiveEncoding.Packaging.class)
  void what_is_recorded_and_replayed_is_what_the_origin_had(LiveEncoding.Packaging packaging)
      throws Exception {
    Ffmpeg.required();
    final Path media = Files.createDirectories(root.resolve("media"));
    final Rig rig;
    try (FfmpegLive live = FfmpegLive.hls(media, LiveEncoding.of(packaging));
        FileServer files = FileServer.start(media);
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      Poll.until(
          Duration.ofSeconds(20),
          () -> Files.exists(media.resolve("master.m3u8")),
          "the channel begins");
      rig =
          new Rig(
              root.resolve("sessions"),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r));
      final Summary summary = rig.record("s", options(files.uri("master.m3u8")));
      assertThat(summary.complete()).as("%s %s", summary, rig.events).isTrue();
      assertThat(summary.kept()).isGreaterThan(4);
    }
    try (SessionReader session = rig.sessions.read("s")) {
      everyBodyIsTheOrigins(session, media, packaging);
      theReplayGivesTheSameManifestsAtTheSameTimes(session);
    }
    assertThat(rig.sessions.verify("s").whole()).isTrue();
    ffmpegPlaysIt(rig);
  }

  private static RecordOptions options(URI source) {
    return new RecordOptions(
        source,
        Selection.ALL,
        Optional.empty(),
        new RecordOptions.Persistence.ToDeadline(),
        8,
        0,
        new RecordOptions.Limits(
            Optional.of(RECORDED),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static void everyBodyIsTheOrigins(
      SessionReader session, Path media, LiveEncoding.Packaging packaging) throws Exception {
    long compared = 0;
    for (RecordedTrack track : session.tracks()) {
      final List<RecordedSegment> segments = new ArrayList<>();
      session.segments(track.id(), segments::add);
      for (var segment : segments) {
        assertThat(segment.state()).isEqualTo(SegmentState.COMPLETE);
        assertSame(session, segment.segment().uri(), segment.exchange(), media);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(4);
    for (Asset asset : session.assets()) {
      assertThat(asset.state()).isEqualTo(SegmentState.COMPLETE);
      assertSame(session, asset.uri(), asset.exchange(), media);
    }
    final long keys = session.assets().stream().filter(a -> a.kind() == ExchangeKind.KEY).count();
    final long maps =
        session.assets().stream().filter(a -> a.kind() == ExchangeKind.INITIALIZATION).count();
    assertThat(keys > 1)
        .as("rotating keys")
        .isEqualTo(packaging == LiveEncoding.Packaging.TS_AES128);
    assertThat(maps > 0)
        .as("initialization sections")
        .isEqualTo(packaging == LiveEncoding.Packaging.FMP4);
  }

  private static void assertSame(SessionReader session, URI uri, OptionalLong exchange, Path media)
      throws Exception {
    final BodyRef body =
        session.observation(exchange.orElseThrow()).orElseThrow().body().orElseThrow();
    assertThat(Rig.digest(session.content(body)))
        .as(uri.toString())
        .isEqualTo(Rig.digest(Files.readAllBytes(media.resolve(uri.getPath().substring(1)))));
  }

  /**
   * Walks through every observation of every manifest, on a clock of the test's own, at speed 1.
   */
  private static void theReplayGivesTheSameManifestsAtTheSameTimes(SessionReader session)
      throws Exception {
    final Instant start = session.info().firstAnswer().orElseThrow();
    final Instant opened = Instant.parse("2030-01-01T00:00:00Z");
    final TestClock clock = new TestClock(opened);
    try (ReplayServer server =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0),
                session,
                Protocols.of(List.of(new HlsProtocol())),
                clock);
        HttpClient client = HttpClient.newHttpClient()) {
      final URI base = URI.create("http://127.0.0.1:" + server.port() + "/");
      final URI first = base.resolve(location(client, base.resolve("stream.m3u8")));
      final String source = session.info().source().toString();
      final String prefix =
          first.toString().substring(0, first.toString().length() - tail(source).length());
      final List<Observation> all =
          session.addresses(ExchangeKind.MANIFEST).stream()
              .flatMap(a -> session.observations(a).stream())
              .filter(o -> o.body().isPresent())
              .sorted(Comparator.comparing(Observation::at))
              .toList();
      assertThat(all.size()).isGreaterThan(20);
      for (Observation observation : all) {
        final Instant now = opened.plus(Duration.between(start, observation.at())).plusMillis(1);
        if (now.isAfter(clock.instant())) {
          clock.advance(Duration.between(clock.instant(), now));
        }
        final byte[] served =
            get(client, URI.create(prefix + tail(observation.requested().toString())));
        assertThat(new String(served, StandardCharsets.UTF_8))
            .as("%s at %s", observation.requested(), observation.at())
            .isEqualTo(
                new String(session.content(observation.body().get()), StandardCharsets.UTF_8));
      }
    }
  }

  private static String tail(String address) {
    return address.replace("http://", "http/");
  }

  private static String location(HttpClient client, URI uri) throws Exception {
    return client
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .headers()
        .firstValue("location")
        .orElseThrow();
  }

  private static byte[] get(HttpClient client, URI uri) throws Exception {
    final var response =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as(uri.toString()).isEqualTo(200);
    return response.body();
  }

  private static void ffmpegPlaysIt(Rig rig) throws Exception {
    final InstantSource clock = SystemTime.clock();
    try (SessionReader session = rig.sessions.read("s");
        ReplayServer server =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0),
                session,
                Protocols.of(List.of(new HlsProtocol())),
                clock)) {
      final Process ffmpeg =
          new ProcessBuilder(
                  Ffmpeg.required().toString(),
                  "-v",
                  "error",
                  "-xerror",
                  "-i",
                  "http://127.0.0.1:" + server.port() + "/stream.m3u8",
                  "-t",
                  "8",
                  "-map",
                  "0:v:0",
                  "-f",
                  "null",
                  "-")
              .redirectErrorStream(true)
              .start();
      final String output =
          new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ffmpeg.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).isEmpty();
      assertThat(ffmpeg.exitValue()).isZero();
    }
  }
}
