package org.aircheck.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.server.http.CannotListenException;
import org.aircheck.server.replay.ManifestTimes;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.store.FakeSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer's conversation with a server, over real sockets and on a clock that the test moves. */
final class ReplayServerTest {
  private static final Protocols PROTOCOLS = Protocols.of(List.of(new LineProtocol()));

  private static final ReplayOptions OPTIONS = ReplayOptions.DEFAULTS.on("127.0.0.1", 0);

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Recorded.START.plus(Duration.ofDays(30)));
  private FakeSession session;
  private ReplayServer server;
  private HttpConnection viewer;

  @BeforeEach
  void record() {
    session = Recorded.session(folder);
  }

  private void serve(ReplayOptions options) throws IOException {
    server = ReplayServer.start(options, session, PROTOCOLS, clock);
    viewer = new HttpConnection(server.port());
  }

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      viewer.close();
      server.close();
    }
  }

  /** Begins to watch; the manifest's path. */
  private String enter(String entrance) throws IOException {
    final HttpResponse redirect = viewer.get(entrance);
    assertThat(redirect.status()).as(redirect.text()).isEqualTo(302);
    assertThat(redirect.header("cache-control")).hasValue("no-store");
    return "/" + redirect.header("location").orElseThrow();
  }

  private static String beside(String manifest, String name) {
    return manifest.substring(0, manifest.lastIndexOf('/') + 1) + name;
  }

  @Test
  void a_viewer_sees_each_version_when_the_recorder_did() throws IOException {
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    assertThat(manifest)
        .isEqualTo(
            "/view/one/"
                + clock.instant().toEpochMilli()
                + "/0/1/https/origin.example/live/a.m3u8");
    final HttpResponse first = viewer.get(manifest);
    assertThat(first.header("content-type")).hasValue("application/vnd.apple.mpegurl");
    assertThat(first.header("cache-control")).hasValue("no-store");
    assertThat(first.header("aircheck-exchange")).hasValue("1");
    assertThat(first.text()).isEqualTo("LIST\n100 0.ts\n101 1.ts\n102 2.ts\n");
    clock.advance(Duration.ofMillis(1999));
    assertThat(viewer.get(manifest).text()).isEqualTo(first.text());
    clock.advance(Duration.ofMillis(1));
    assertThat(viewer.get(manifest).text()).isEqualTo("LIST\n101 1.ts\n102 2.ts\n103 3.ts\n");
    clock.advance(Duration.ofHours(1));
    assertThat(viewer.get(manifest).text()).endsWith("109 9.ts\nEND\n");
  }

  @Test
  void a_segment_is_404_until_it_was_announced() throws IOException {
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    assertThat(viewer.get(beside(manifest, "3.ts")).status()).isEqualTo(404);
    clock.advance(Duration.ofSeconds(2));
    final HttpResponse segment = viewer.get(beside(manifest, "3.ts"));
    assertThat(segment.status()).isEqualTo(200);
    assertThat(segment.header("content-type")).hasValue("video/mp2t");
    assertThat(segment.body()).isEqualTo(Recorded.media(3));
    assertThat(viewer.get(beside(manifest, "nothing.ts")).status()).isEqualTo(404);
  }

  @Test
  void offset_speed_and_a_shared_clock_are_in_the_address() throws IOException {
    serve(
        new ReplayOptions(
            "127.0.0.1",
            0,
            Duration.ofSeconds(4),
            true,
            new BigDecimal("2"),
            false,
            Fidelity.CONTENT,
            ManifestTimes.SHIFTED));
    final long started = clock.instant().toEpochMilli();
    clock.advance(Duration.ofSeconds(3));
    assertThat(enter("/one.m3u8")).startsWith("/view/one/" + started + "/4000/2/");
    assertThat(enter("/stream.m3u8?o=1.5")).startsWith("/view/one/" + started + "/1500/2/");
    assertThat(viewer.get(enter("/stream.m3u8")).text()).contains("105 5.ts");
    assertThat(viewer.get("/stream.m3u8?o=-1").status()).isEqualTo(404);
    assertThat(viewer.get("/other.m3u8").status()).isEqualTo(404);
    assertThat(viewer.get("/stream.mpd").text()).contains("recorded as hls");
  }

  @Test
  void requests_in_one_packet_are_answered_in_their_order() throws IOException {
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    final StringBuilder all = new StringBuilder();
    for (int round = 0; round < 20; round++) {
      all.append(HttpConnection.head("GET", beside(manifest, "0.ts")))
          .append(HttpConnection.head("HEAD", manifest))
          .append(HttpConnection.head("GET", "/none"))
          .append(HttpConnection.head("GET", beside(manifest, "1.ts"), "Range: bytes=10-19"));
    }
    viewer.send(all.toString());
    for (int round = 0; round < 20; round++) {
      assertThat(viewer.read("GET").body()).isEqualTo(Recorded.media(0));
      assertThat(viewer.read("HEAD").header("content-length")).isPresent();
      assertThat(viewer.read("GET").status()).isEqualTo(404);
      assertThat(viewer.read("GET").body())
          .isEqualTo(Arrays.copyOfRange(Recorded.media(1), 10, 20));
    }
  }

  @Test
  void head_says_what_get_would() throws IOException {
    serve(OPTIONS);
    final String segment = beside(enter("/stream.m3u8"), "0.ts");
    final HttpResponse get = viewer.get(segment);
    final HttpResponse head = viewer.ask("HEAD", segment);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers()).isEqualTo(get.headers());
  }

  @Test
  void ranges_and_conditions_hold_for_media_and_manifests() throws IOException {
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    final String segment = beside(manifest, "0.ts");
    final String etag = viewer.get(segment).header("etag").orElseThrow();
    final HttpResponse part = viewer.get(segment, "Range: bytes=19990-");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("content-range")).hasValue("bytes 19990-19999/20000");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(Recorded.media(0), 19990, 20000));
    assertThat(viewer.get(segment, "Range: bytes=-3").header("content-range"))
        .hasValue("bytes 19997-19999/20000");
    final HttpResponse outside = viewer.get(segment, "Range: bytes=20000-");
    assertThat(outside.status()).isEqualTo(416);
    assertThat(outside.header("content-range")).hasValue("bytes */20000");
    assertThat(viewer.get(segment, "Range: bytes=0-1,3-4").status()).isEqualTo(200);
    assertThat(viewer.get(segment, "Range: bytes=0-1", "If-Range: " + etag).status())
        .isEqualTo(206);
    assertThat(viewer.get(segment, "Range: bytes=0-1", "If-Range: \"x\"").status()).isEqualTo(200);
    final HttpResponse unchanged = viewer.get(segment, "If-None-Match: " + etag);
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.header("etag")).hasValue(etag);
    assertThat(viewer.get(manifest, "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT").status())
        .isEqualTo(304);
    assertThat(viewer.get(manifest, "Range: bytes=0-3").text()).isEqualTo("LIST");
  }

  @Test
  void any_page_may_read_and_ask_first() throws IOException {
    serve(OPTIONS);
    final HttpResponse preflight =
        viewer.ask(
            "OPTIONS",
            "/stream.m3u8",
            "Origin: https://x",
            "Access-Control-Request-Private-Network: true");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-origin")).hasValue("*");
    assertThat(preflight.header("access-control-allow-methods"))
        .hasValueSatisfying(m -> assertThat(m).contains("GET"));
    assertThat(preflight.header("access-control-allow-private-network")).hasValue("true");
    final HttpResponse manifest = viewer.get(enter("/stream.m3u8"));
    assertThat(manifest.header("access-control-allow-origin")).hasValue("*");
    assertThat(manifest.header("access-control-expose-headers"))
        .hasValueSatisfying(h -> assertThat(h).contains("Aircheck-Exchange"));
    assertThat(viewer.get("/nothing").header("access-control-allow-origin")).hasValue("*");
  }

  @Test
  void a_manifest_is_compressed_for_those_who_take_it() throws IOException {
    final String long_ = "LIST\n" + "100 0.ts\n".repeat(200);
    session = new FakeSession("one", Recorded.LIST, folder).protocol("hls");
    session
        .exchange(ExchangeKind.MANIFEST, Recorded.LIST, Recorded.START)
        .header("content-type", "application/vnd.apple.mpegurl")
        .body(long_)
        .add();
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    final HttpResponse zipped = viewer.get(manifest, "Accept-Encoding: gzip, deflate, br");
    assertThat(zipped.header("content-encoding")).hasValue("gzip");
    assertThat(zipped.header("vary")).hasValue("Accept-Encoding");
    assertThat(zipped.body().length).isLessThan(200);
    assertThat(zipped.unzipped()).isEqualTo(long_);
    final HttpResponse plain = viewer.get(manifest);
    assertThat(plain.header("content-encoding")).isEmpty();
    assertThat(plain.text()).isEqualTo(long_);
    assertThat(plain.header("etag")).isNotEqualTo(zipped.header("etag"));
    final String etag = zipped.header("etag").orElseThrow();
    assertThat(viewer.get(manifest, "Accept-Encoding: gzip", "If-None-Match: " + etag).status())
        .isEqualTo(304);
  }

  @Test
  void errors_redirects_and_silence_of_the_origin_come_when_they_came() throws IOException {
    final String manifest = "https://origin.example/live/b.m3u8";
    session
        .exchange(ExchangeKind.MANIFEST, manifest, Recorded.START)
        .redirected(302, "http://cdn.example:8080/x/b.m3u8?t=1")
        .body("LIST\n1 /y/1.ts\n")
        .add();
    session
        .exchange(ExchangeKind.MANIFEST, manifest, Recorded.START.plusSeconds(2))
        .status(503)
        .header("retry-after", "7")
        .body("busy")
        .add();
    session
        .exchange(ExchangeKind.MANIFEST, manifest, Recorded.START.plusSeconds(4))
        .status(0)
        .error("reset")
        .add();
    session
        .exchange(ExchangeKind.MANIFEST, manifest, Recorded.START.plusSeconds(6))
        .body("<html>not a list</html>")
        .add();
    serve(OPTIONS);
    final String path = beside(enter("/stream.m3u8"), "b.m3u8");
    final HttpResponse redirect = viewer.get(path);
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.header("location")).hasValue("../../../http/cdn.example:8080/x/b.m3u8?t=1");
    final String there =
        path.substring(0, path.indexOf("https/")) + "http/cdn.example:8080/x/b.m3u8?t=1";
    assertThat(viewer.get(there).text())
        .as("root-relative addresses lead into the tree")
        .isEqualTo("LIST\n1 ../y/1.ts\n");
    clock.advance(Duration.ofSeconds(2));
    final HttpResponse busy = viewer.get(path);
    assertThat(busy.status()).isEqualTo(503);
    assertThat(busy.header("retry-after")).hasValue("7");
    clock.advance(Duration.ofSeconds(2));
    try (HttpConnection other = new HttpConnection(server.port())) {
      assertThatThrownBy(() -> other.get(path)).isInstanceOf(EOFException.class);
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(viewer.get(path).text())
        .as("what is no manifest is served as it is")
        .isEqualTo("<html>not a list</html>");
  }

  @Test
  void a_resource_recorded_in_parts_is_served_in_parts() throws IOException {
    final String file = Recorded.BASE + "all.mp4";
    session
        .exchange(ExchangeKind.SEGMENT, file, Recorded.START)
        .status(206)
        .range(100, 50)
        .header("content-range", "bytes 100-149/1000")
        .body("x".repeat(50))
        .add();
    session
        .exchange(ExchangeKind.SEGMENT, file, Recorded.START)
        .status(206)
        .range(150, 50)
        .body("y".repeat(50))
        .add();
    serve(OPTIONS);
    final String path = beside(enter("/stream.m3u8"), "all.mp4");
    final HttpResponse first = viewer.get(path, "Range: bytes=100-149");
    assertThat(first.header("content-range")).hasValue("bytes 100-149/1000");
    assertThat(first.text()).isEqualTo("x".repeat(50));
    assertThat(viewer.get(path, "Range: bytes=150-199").text()).isEqualTo("y".repeat(50));
    assertThat(viewer.get(path, "Range: bytes=140-199").text())
        .as("up to where the part ends")
        .isEqualTo("x".repeat(10));
    assertThat(viewer.get(path).status()).isEqualTo(404);
    assertThat(viewer.get(path, "Range: bytes=300-").status()).isEqualTo(404);
  }

  @Test
  void timing_is_reproduced_when_asked_for() throws IOException {
    serve(
        new ReplayOptions(
            "127.0.0.1",
            0,
            Duration.ZERO,
            false,
            BigDecimal.ONE,
            false,
            Fidelity.TIMING,
            ManifestTimes.SHIFTED));
    final String segment = beside(enter("/stream.m3u8"), "0.ts");
    final long began = System.nanoTime();
    assertThat(viewer.get(segment).body()).isEqualTo(Recorded.media(0));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    assertThat(viewer.get(segment, "Range: bytes=5-7").body())
        .as("and the connection goes on")
        .hasSize(3);
  }

  @Test
  void a_loop_goes_on_where_the_recording_ends() throws IOException {
    serve(
        new ReplayOptions(
            "127.0.0.1",
            0,
            Duration.ZERO,
            false,
            BigDecimal.ONE,
            true,
            Fidelity.ANSWERS,
            ManifestTimes.SHIFTED));
    final String manifest = enter("/stream.m3u8");
    clock.advance(Duration.ofMillis(13_999));
    assertThat(viewer.get(manifest).text()).isEqualTo("LIST\n106 6.ts\n107 7.ts\n108 8.ts\n");
    clock.advance(Duration.ofMillis(1));
    assertThat(viewer.get(manifest).text())
        .as("without an end")
        .isEqualTo("LIST\n107 7.ts\n108 8.ts\n109 9.ts\n");
    clock.advance(Duration.ofSeconds(2));
    assertThat(viewer.get(manifest).text()).isEqualTo("LIST\n108 8.ts\n109 9.ts\n110 0.ts\n");
    assertThat(viewer.get(beside(manifest, "0.ts")).status()).isEqualTo(200);
    assertThat(viewer.get(beside(manifest, "9.ts")).status())
        .as("still listed, from the pass before")
        .isEqualTo(200);
    clock.advance(Duration.ofSeconds(4));
    assertThat(viewer.get(manifest).text()).isEqualTo("LIST\n110 0.ts\n111 1.ts\n112 2.ts\n");
    clock.advance(Duration.ofSeconds(20 * 50));
    assertThat(viewer.get(manifest).text()).isEqualTo("LIST\n610 0.ts\n611 1.ts\n612 2.ts\n");
    final HttpResponse position =
        viewer.get("/api/position?view=" + manifest.split("/", 7)[3] + "/0/1");
    assertThat(position.text()).contains("\"pass\":51");
  }

  @Test
  void the_page_and_its_figures_are_there() throws IOException {
    serve(OPTIONS);
    final String manifest = enter("/stream.m3u8");
    viewer.get(manifest);
    viewer.get(manifest);
    assertThat(viewer.get("/").text()).contains("<video").contains("assets/hls.js");
    for (String asset : List.of("player.js", "player.css", "timeline.js", "icon.svg", "hls.js")) {
      assertThat(viewer.get("/assets/" + asset).status()).as(asset).isEqualTo(200);
    }
    assertThat(viewer.get("/healthz").text()).isEqualTo("ok\n");
    assertThat(viewer.get("/api/session").text())
        .contains(
            "\"name\":\"one\"",
            "\"reason\":\"lost\"",
            "\"count\":2",
            "\"offset\":5.0",
            "\"fidelity\":\"answers\"");
    clock.advance(Duration.ofSeconds(3));
    final String view = manifest.split("/", 7)[3] + "/0/1";
    assertThat(viewer.get("/api/position?session=one&view=" + view.replace("/", "%2F")).text())
        .contains(
            "\"instant\":\"2026-03-01T12:00:03Z\"",
            "\"number\":2",
            "\"count\":8",
            "\"exchange\":2");
    assertThat(viewer.get("/api/position?view=x").status()).isEqualTo(400);
    assertThat(viewer.get("/metrics").text())
        .contains("aircheck_requests_total{kind=\"manifest\",status=\"200\"} 2.0")
        .contains("aircheck_requests_total{kind=\"entrance\",status=\"302\"} 1.0")
        .contains("aircheck_cache_hits_requests_total 1.0")
        .contains("aircheck_connections 1.0")
        .contains("jvm_memory_used_bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/view/one/1/2/3/file/etc/passwd",
        "/view/one/1/2/3/https/h/../../../../../etc/passwd",
        "/view/one/x/0/1/https/origin.example/live/a.m3u8",
        "/view/one/1/0/1/https/origin.example%0d%0aX:y/a",
        "/view/two/1/0/1/https/origin.example/live/a.m3u8",
        "/view/%2e%2e/1/0/1/https/origin.example/live/a.m3u8",
        "/view/",
        "/view",
        "/assets/../index.html",
        "/assets/",
        "/%00",
        "/..%2f.m3u8",
        "/.m3u8",
        "/api/",
        "//",
      })
  void hostile_targets_are_nothing(String target) throws IOException {
    serve(OPTIONS);
    final HttpResponse response = viewer.get(target);
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.text().lines()).hasSize(1);
  }

  @Test
  void what_is_no_reading_is_refused() throws IOException {
    serve(OPTIONS);
    assertThat(viewer.ask("DELETE", "/").status()).isEqualTo(405);
    assertThat(viewer.ask("PUT", "/", "Content-Length: 0").header("allow"))
        .hasValue("GET, HEAD, OPTIONS");
    final HttpResponse post = viewer.ask("POST", "/", "Content-Length: 3");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("connection")).hasValue("close");
    assertThat(viewer.closed()).isTrue();
    try (HttpConnection other = new HttpConnection(server.port())) {
      other.send("nonsense\r\n\r\n");
      assertThat(other.read("GET").status()).isEqualTo(400);
      assertThat(other.closed()).isTrue();
    }
  }

  @Test
  void the_connection_closes_when_the_viewer_wants_it() throws IOException {
    serve(OPTIONS);
    final String segment = beside(enter("/stream.m3u8"), "2.ts");
    final HttpResponse response = viewer.get(segment, "Connection: close");
    assertThat(response.body()).isEqualTo(Recorded.media(2));
    assertThat(response.header("connection")).hasValue("close");
    assertThat(viewer.closed()).isTrue();
  }

  @Test
  void a_port_in_use_is_said_in_one_line() throws IOException {
    serve(OPTIONS);
    final ReplayOptions taken = OPTIONS.on("127.0.0.1", server.port());
    assertThatThrownBy(() -> ReplayServer.start(taken, session, Protocols.of(List.of()), clock))
        .isInstanceOf(CannotListenException.class)
        .hasMessage("port " + server.port() + " is in use; choose another");
    assertThatThrownBy(() ->
            ReplayServer.start(OPTIONS.on("192.0.2.1", 0), session, Protocols.of(List.of()), clock))
        .isInstanceOf(CannotListenException.class)
        .hasMessageContaining("none of this machine's addresses");
    assertThatThrownBy(() ->
            ReplayServer.start(
                OPTIONS.on("no.such.host.invalid", 0), session, Protocols.of(List.of()), clock))
        .isInstanceOf(CannotListenException.class)
        .hasMessageContaining("not known");
  }

  @Test
  void several_sessions_are_told_apart_by_name() throws IOException {
    server = ReplayServer.start(OPTIONS, Map.of("a b", session, "two", session), PROTOCOLS, clock);
    viewer = new HttpConnection(server.port());
    assertThat(enter("/two.m3u8")).startsWith("/view/two/");
    final String spaced = enter("/a%20b.m3u8");
    assertThat(spaced).startsWith("/view/a%20b/");
    assertThat(viewer.get(spaced).status()).isEqualTo(200);
    assertThat(viewer.get("/stream.m3u8").status()).isEqualTo(404);
    assertThat(viewer.get("/api/sessions").text()).contains("a b", "two");
  }

  @Test
  void a_closed_server_lets_go_of_its_port() throws IOException {
    serve(OPTIONS);
    final int port = server.port();
    assertThat(viewer.get("/healthz").status()).isEqualTo(200);
    server.close();
    assertThat(viewer.closed()).isTrue();
    server = ReplayServer.start(OPTIONS.on("127.0.0.1", port), session, PROTOCOLS, clock);
    viewer = new HttpConnection(port);
    assertThat(viewer.get("/healthz").status()).isEqualTo(200);
  }
}
