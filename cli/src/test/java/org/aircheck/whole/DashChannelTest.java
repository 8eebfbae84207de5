package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.process.FfmpegDash;
import org.aircheck.testkit.process.FileServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ffmpeg's own live DASH behind a file server that is not ours: recorded and replayed. */
@Execution(ExecutionMode.CONCURRENT) // each waits for its channel
class DashChannelTest {
  private static final Duration RECORDED = Duration.ofSeconds(12);
  private static final Pattern STARTS = Pattern.compile("availabilityStartTime=\"([^\"]*)\"");

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(FfmpegDash.Addressing.class)
  void what_is_recorded_and_replayed_is_what_the_origin_had(FfmpegDash.Addressing addressing)
      throws Exception {
    final Path media = Files.createDirectories(root.resolve("media"));
    final Rig rig;
    try (FfmpegDash live = FfmpegDash.start(media, addressing);
        FileServer files = FileServer.start(media);
        HttpOrigin http =
            new HttpOrigin(
                HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      rig =
          new Rig(
              root.resolve("sessions"),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r));
      final Summary summary = rig.record("s", options(files.uri(FfmpegDash.MANIFEST)));
      assertThat(summary.complete()).as("%s %s", summary, rig.events).isTrue();
    }
    try (SessionReader session = rig.sessions.read("s")) {
      assertThat(session.info().protocol()).contains("dash");
      everyBodyIsTheOrigins(session, media);
      theReplayMovesTheStartAndNothingElse(session);
    }
    assertThat(rig.sessions.verify("s").whole()).isTrue();
    theSessionCanBeLooped();
  }

  private void theSessionCanBeLooped() throws Exception {
    try (Loop loop = Loop.start(root.resolve("sessions"), root.resolve("cache"), 0);
        HttpClient client = HttpClient.newHttpClient()) {
      loop.measure();
      for (String target : List.of("s.mpd", "s.m3u8")) {
        final HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(loop.address() + target)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains(target.endsWith("mpd") ? "<S t=" : "#EXT-X-STREAM-INF");
      }
    }
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

  private static void everyBodyIsTheOrigins(SessionReader session, Path media) throws Exception {
    assertThat(session.tracks()).hasSize(3);
    for (RecordedTrack track : session.tracks()) {
      final List<RecordedSegment> segments = new ArrayList<>();
      session.segments(track.id(), segments::add);
      assertThat(segments.size()).as(track.track().id()).isGreaterThan(8);
      for (int i = 0; i < segments.size(); i++) {
        final RecordedSegment segment = segments.get(i);
        final String path = segment.segment().uri().getPath().substring(1);
        assertThat(segment.state()).as(path).isEqualTo(SegmentState.COMPLETE);
        assertThat(i == 0 || segment.segment().follows(segments.get(i - 1).segment()))
            .as(path)
            .isTrue();
        assertThat(Rig.digest(Rig.body(session, segment)))
            .isEqualTo(Rig.digest(Files.readAllBytes(media.resolve(path))));
      }
    }
    assertThat(session.assets())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(a -> a.state() == SegmentState.COMPLETE);
  }

  private static void theReplayMovesTheStartAndNothingElse(SessionReader session) throws Exception {
    final Instant start = session.info().firstAnswer().orElseThrow();
    final Instant opened = Instant.parse("2030-01-01T00:00:00Z");
    final TestClock clock = new TestClock(opened);
    final Duration shift = Duration.between(start, opened);
    try (ReplayServer server =
            ReplayServer.start(
                ReplayOptions.DEFAULTS.on("127.0.0.1", 0), session, Rig.PROTOCOLS, clock);
        HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      final URI base = URI.create("http://127.0.0.1:" + server.port() + "/");
      final URI manifest =
          client.send(get(base.resolve("stream.mpd")), BodyHandlers.ofString()).uri();
      final List<Observation> versions =
          session.addresses(ExchangeKind.MANIFEST).stream()
              .flatMap(a -> session.observations(a).stream())
              .filter(o -> o.body().isPresent())
              .sorted(Comparator.comparing(Observation::at))
              .toList();
      assertThat(versions.size()).isGreaterThan(8);
      for (Observation version : versions) {
        final Instant now = version.at().plus(shift).plusMillis(1);
        if (now.isAfter(clock.instant())) {
          clock.advance(Duration.between(clock.instant(), now));
        }
        final String served = client.send(get(manifest), BodyHandlers.ofString()).body();
        final String recorded =
            new String(session.content(version.body().orElseThrow()), StandardCharsets.UTF_8);
        assertThat(startless(served)).isEqualTo(startless(recorded));
        assertThat(Duration.between(starts(recorded), starts(served)).minus(shift).abs())
            .isLessThan(Duration.ofMillis(2));
      }
      clock.advance(Duration.ofSeconds(10)); // also those that came behind the last version
      everySegmentIsServed(session, client, manifest);
    }
  }

  private static void everySegmentIsServed(SessionReader session, HttpClient client, URI manifest)
      throws Exception {
    for (RecordedTrack track : session.tracks()) {
      final List<RecordedSegment> segments = new ArrayList<>();
      session.segments(track.id(), segments::add);
      for (RecordedSegment segment : segments) {
        final String path = segment.segment().uri().getPath();
        final byte[] served =
            client
                .send(
                    get(manifest.resolve(path.substring(path.lastIndexOf('/') + 1))),
                    BodyHandlers.ofByteArray())
                .body();
        assertThat(Rig.digest(served)).isEqualTo(Rig.digest(Rig.body(session, segment)));
      }
    }
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static Instant starts(String mpd) {
    final Matcher found = STARTS.matcher(mpd);
    assertThat(found.find()).as(mpd).isTrue();
    return Instant.parse(found.group(1));
  }

  private static String startless(String mpd) {
    return STARTS.matcher(mpd).replaceAll("").replaceAll("publishTime=\"[^\"]*\"", "");
  }
}
