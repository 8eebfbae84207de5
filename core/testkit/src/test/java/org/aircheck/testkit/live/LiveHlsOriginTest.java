package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.SystemTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LiveHlsOriginTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private static final LiveChannel FAST = LiveChannel.of(Duration.ofMillis(50), 5, 10);

  @AfterAll
  static void close_the_client() {
    CLIENT.close();
  }

  @Test
  void serves_a_channel_that_runs_and_ends() throws Exception {
    try (LiveHlsOrigin origin = start(FAST)) {
      assertThat(text(get(origin.uri()))).contains("v0/index.m3u8");
      Poll.until(
          Duration.ofSeconds(10),
          () -> text(get(origin.uri("/v0/index.m3u8"))).contains("ENDLIST"),
          "the channel's end");
      assertThat(text(get(origin.uri("/v0/index.m3u8")))).contains("SEQUENCE:5\n");
      final HttpResponse<byte[]> segment = get(origin.uri("/v0/seg9.ts"));
      assertThat(segment.body()).isEqualTo(origin.bytesOf("v0", 0, 9));
      assertThat(segment.headers().firstValue("date")).isPresent();
      assertThat(origin.requests().getLast().path()).isEqualTo("/v0/seg9.ts");
      assertThat(origin.requests().getLast().status()).isEqualTo(200);
    }
  }

  @Test
  void answers_conditions_ranges_and_head() throws Exception {
    try (LiveHlsOrigin origin = start(FAST)) {
      final URI uri = origin.uri("/v0/seg0.ts");
      final byte[] whole = origin.bytesOf("v0", 0, 0);
      final String etag = get(uri).headers().firstValue("etag").orElseThrow();
      assertThat(send(HttpRequest.newBuilder(uri).header("If-None-Match", etag)).statusCode())
          .isEqualTo(304);
      final HttpResponse<byte[]> tail =
          send(HttpRequest.newBuilder(uri).header("Range", "bytes=" + (whole.length - 5) + "-"));
      assertThat(tail.statusCode()).isEqualTo(206);
      assertThat(tail.body()).hasSize(5);
      final HttpResponse<byte[]> head = send(HttpRequest.newBuilder(uri).HEAD());
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("content-length")).hasValue(whole.length);
    }
  }

  @Test
  void a_cut_body_is_shorter_than_announced_once() throws Exception {
    try (LiveHlsOrigin origin = start(FAST, Faults.cut(1, Share.ALL))) {
      final URI uri = origin.uri("/v0/seg0.ts");
      assertThatThrownBy(() -> get(uri)).isInstanceOf(IOException.class);
      assertThat(get(uri).body()).isEqualTo(origin.bytesOf("v0", 0, 0));
    }
  }

  @Test
  void connections_are_reset_and_hung_up() throws Exception {
    try (LiveHlsOrigin origin =
        start(
            FAST, Faults.hangup(1, Share.ALL, Scope.MEDIA_PLAYLISTS), Faults.reset(1, Share.ALL))) {
      assertThatThrownBy(() -> get(origin.uri("/v0/seg0.ts"))).isInstanceOf(IOException.class);
      final HttpRequest.Builder head =
          HttpRequest.newBuilder(origin.uri("/v0/index.m3u8"))
              .method("HEAD", HttpRequest.BodyPublishers.noBody());
      // The JDK's client repeats a request when a kept connection closes: the log tells what came.
      Poll.until(
          Duration.ofSeconds(10), () -> send(head).statusCode() == 200, "an answer to arrive");
      assertThat(origin.requests()).extracting(Seen::status).contains(0);
    }
  }

  @Test
  void slow_and_stalled_bodies_take_their_time_and_are_whole() throws Exception {
    final Duration time = Duration.ofMillis(300);
    for (Fault fault : List.of(Faults.slow(time, 1, Share.ALL), Faults.stall(time, 1, Share.ALL))) {
      try (LiveHlsOrigin origin = start(FAST, fault)) {
        final Instant begin = SystemTime.clock().instant();
        final HttpResponse<byte[]> response = get(origin.uri("/v0/seg0.ts"));
        assertThat(response.body()).isEqualTo(origin.bytesOf("v0", 0, 0));
        assertThat(Duration.between(begin, SystemTime.clock().instant()))
            .isGreaterThanOrEqualTo(time);
      }
    }
  }

  @Test
  void another_host_name_reaches_the_same_channel() throws Exception {
    try (LiveHlsOrigin origin = start(FAST, Faults.redirect(302, "localhost", Scope.SEGMENTS))) {
      final HttpResponse<byte[]> response = get(origin.uri("/v0/seg0.ts"));
      assertThat(response.uri().getHost()).isEqualTo("localhost");
      assertThat(response.body()).isEqualTo(origin.bytesOf("v0", 0, 0));
    }
  }

  @Test
  void closing_ends_connections() throws Exception {
    final LiveHlsOrigin origin = start(FAST);
    assertThat(get(origin.uri()).statusCode()).isEqualTo(200);
    origin.close();
    assertThatThrownBy(() -> get(origin.uri())).isInstanceOf(IOException.class);
  }

  private static LiveHlsOrigin start(LiveChannel channel, Fault... faults) {
    return LiveHlsOrigin.start(channel, List.of(faults), SystemTime.clock());
  }

  private static HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
