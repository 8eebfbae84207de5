package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.engine.vod.Report;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.rules.LivePlaylist;
import org.aircheck.testkit.rules.LoopRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A looped clip over real sockets: read by ffmpeg, watched by a thousand, recorded by ourselves.
 */
@Execution(ExecutionMode.CONCURRENT) // it waits for its channel
class LoopChannelTest {
  private static final int CLIP = 60;
  private static final int VIEWERS = 1_000;
  private static final Duration WATCHED = Duration.ofSeconds(30);
  private static final Duration RECORDED = Duration.ofSeconds(66);

  @TempDir Path root;

  @Test
  void a_clip_of_a_minute_is_read_watched_and_recorded() throws Exception {
    Ffmpeg.required();
    final LoopFixture fixture = new LoopFixture(root.resolve("media"));
    fixture.classic("clip", CLIP);
    try (Loop loop = Loop.start(fixture.root(), root.resolve("cache"), 0);
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      loop.measure();
      final Future<String> read = all.submit(() -> read(loop));
      final Future<Summary> recorded = all.submit(() -> record(loop));
      final Future<?> watched =
          all.submit(() -> {
            watch(loop);
            return null;
          });
      watched.get();
      assertThat(read.get()).isEmpty();
      final Summary summary = recorded.get();
      assertThat(summary.complete()).as("%s", summary).isTrue();
      assertThat(summary.epochs()).isEqualTo(1);
      assertThat(brokenInTheRecording()).isEmpty();
    }
    assertTheRecordingCanBeLooped();
  }

  /** A session is a stream, too: as long as it was recorded. */
  private void assertTheRecordingCanBeLooped() throws Exception {
    try (Loop loop = Loop.start(root.resolve("sessions"), root.resolve("cache2"), 0)) {
      loop.measure();
      final VodChannel channel = loop.channels().getFirst();
      assertThat(channel.stream().tracks()).hasSize(3);
      final Report report = Report.of(channel.stream(), channel.measurements());
      assertThat(report.loop()).isBetween(80_000_000L, 120_000_000L);
      assertThat(report.renditions()).allMatch(r -> r.missing() == 0 && r.hole() == 0);
      try (HttpClient client = HttpClient.newHttpClient()) {
        final Semaphore free = new Semaphore(1);
        final String master = get(client, URI.create(loop.address() + "s.m3u8"), free);
        final String variant =
            master.lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
        final URI playlist = URI.create(loop.address() + variant);
        final LivePlaylist list = LivePlaylist.parse(get(client, playlist, free));
        final String segment = get(client, playlist.resolve(list.entries().getFirst().uri()), free);
        assertThat(segment).startsWith("G").hasSizeGreaterThan(188);
      }
    }
  }

  /** All pictures decoded; pictures and sound put into a file. */
  private String read(Loop loop) throws Exception {
    return LoopFixture.run(
        root,
        "ffmpeg",
        List.of(
            "-i",
            loop.address() + "clip.m3u8",
            "-map",
            "0:v:0",
            "-t",
            "60",
            "-f",
            "null",
            "-",
            "-map",
            "0:v:0",
            "-map",
            "0:a:0",
            "-c",
            "copy",
            "-t",
            "60",
            "-f",
            "mpegts",
            "-y",
            "read.ts"));
  }

  private Summary record(Loop loop) throws Exception {
    try (HttpOrigin http =
        new HttpOrigin(
            HttpOptions.DEFAULT, SystemTime.clock(), new SystemPacer(SystemTime.clock()))) {
      final RecordOptions.Limits limits =
          new RecordOptions.Limits(
              Optional.of(RECORDED),
              Optional.empty(),
              OptionalLong.empty(),
              Optional.empty(),
              Optional.empty());
      return new Rig(
              root.resolve("sessions"),
              http,
              SystemTime.clock(),
              new SystemPacer(SystemTime.clock()),
              r -> Thread.ofVirtual().start(r))
          .record(
              "s",
              new RecordOptions(
                  URI.create(loop.address() + "clip.m3u8"),
                  Selection.ALL,
                  Optional.empty(),
                  new RecordOptions.Persistence.ToDeadline(),
                  8,
                  0,
                  limits));
    }
  }

  /** The rules, held against every version of each playlist that was recorded. */
  private List<String> brokenInTheRecording() {
    final Map<String, Integer> sizes =
        Map.of("1000k", CLIP / 4, "500k", CLIP / 4, "250k", CLIP / 4);
    final LoopRules rules = new LoopRules(sizes);
    final Map<Instant, Map<String, LivePlaylist>> versions = new TreeMap<>();
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("s")) {
      for (String address : session.addresses(ExchangeKind.MANIFEST)) {
        final Optional<String> name =
            sizes.keySet().stream().filter(s -> address.contains("clip_" + s)).findFirst();
        if (name.isPresent()) {
          for (Observation o : session.observations(address)) {
            o.body()
                .ifPresent(body ->
                    versions
                        .computeIfAbsent(o.at(), key -> new LinkedHashMap<>())
                        .put(
                            name.get(),
                            LivePlaylist.parse(
                                new String(session.content(body), StandardCharsets.UTF_8))));
          }
        }
      }
    }
    assertThat(versions).hasSizeGreaterThan(60);
    versions.forEach(rules::look);
    return rules.broken();
  }

  /** Each viewer asks for the playlist every two seconds, and for each new segment once. */
  private void watch(Loop loop) throws Exception {
    final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    final Map<Long, String> bodies = new ConcurrentHashMap<>();
    final Semaphore connections = new Semaphore(400);
    final Instant end = SystemTime.clock().instant().plus(WATCHED);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      final List<Thread> viewers = new ArrayList<>();
      for (int i = 0; i < VIEWERS; i++) {
        final URI playlist = URI.create(loop.address() + "clip_250k.m3u8");
        viewers.add(
            Thread.ofVirtual()
                .start(() -> view(client, playlist, end, connections, bodies, errors)));
      }
      for (Thread viewer : viewers) {
        viewer.join();
      }
    }
    assertThat(errors).isEmpty();
    assertThat(bodies).hasSizeGreaterThan(5);
  }

  private static void view(
      HttpClient client,
      URI playlist,
      Instant end,
      Semaphore connections,
      Map<Long, String> bodies,
      ConcurrentLinkedQueue<String> errors) {
    long seen = -1;
    try {
      while (SystemTime.clock().instant().isBefore(end)) {
        final String body = get(client, playlist, connections);
        final LivePlaylist list = LivePlaylist.parse(body);
        final long last = list.entries().getLast().sequence();
        // What lists the same last segment is the playlist of one instant.
        final String known = bodies.putIfAbsent(last, body);
        if (known != null && !known.equals(body)) {
          errors.add("two playlists end with " + last);
        }
        if (last < seen) {
          errors.add("the playlist went back from " + seen + " to " + last);
        }
        if (last > seen) {
          get(client, playlist.resolve(list.entries().getLast().uri()), connections);
        }
        seen = last;
        new SystemPacer(SystemTime.clock()).sleepUntil(SystemTime.clock().instant().plusSeconds(2));
      }
    } catch (Exception e) {
      errors.add(e.toString());
    }
  }

  private static String get(HttpClient client, URI uri, Semaphore connections) throws Exception {
    connections.acquire();
    try {
      final HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(uri + " answers " + answer.statusCode());
      }
      return new String(answer.body(), StandardCharsets.ISO_8859_1);
    } finally {
      connections.release();
    }
  }
}
