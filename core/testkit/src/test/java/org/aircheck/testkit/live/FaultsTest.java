package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SEGMENT = "/v0/seg1.ts";
  private static final String PLAYLIST = "/v0/index.m3u8";

  private final ChannelModel model =
      new ChannelModel(LiveChannel.of(Duration.ofSeconds(1), 20, 80), START);

  @Test
  void a_status_strikes_the_first_requests_only() {
    final Site site = with(Faults.status(503, 2, Share.ALL, Scope.SEGMENTS));
    assertThat(IntStream.rangeClosed(1, 4).map(n -> visit(site, SEGMENT, 5, n).status()))
        .containsExactly(503, 503, 200, 200);
    assertThat(visit(site, PLAYLIST, 5, 1).status()).isEqualTo(200);
  }

  @Test
  void a_share_is_about_its_part_and_always_the_same() {
    final List<String> paths =
        IntStream.range(0, 10_000).mapToObj(i -> "/v0/seg" + i + ".ts").toList();
    final List<String> picked = paths.stream().filter(Share.of(0.1)::picks).toList();
    assertThat(picked).hasSizeBetween(800, 1_200);
    assertThat(paths.stream().filter(Share.of(0.1)::picks)).isEqualTo(picked);
    assertThat(paths.stream().filter(new Share(0.1, 2)::picks)).isNotEqualTo(picked);
  }

  @Test
  void the_scenarios_shares_pick_about_eight_of_the_eighty_segments() {
    assertThat(IntStream.range(0, 80).filter(i -> Share.of(0.1).picks("/v0/seg" + i + ".ts")))
        .hasSizeBetween(4, 14);
  }

  @Test
  void an_outage_has_a_beginning_an_end_and_a_scope() {
    final Site site =
        with(Faults.outage(503, Duration.ofSeconds(3), Duration.ofSeconds(5), Scope.SEGMENTS));
    assertThat(visit(site, SEGMENT, 2.9, 1).status()).isEqualTo(200);
    assertThat(visit(site, SEGMENT, 3, 1).status()).isEqualTo(503);
    assertThat(visit(site, PLAYLIST, 3, 1).status()).isEqualTo(200);
    assertThat(visit(site, SEGMENT, 5, 1).status()).isEqualTo(200);
  }

  @Test
  void bodies_of_segments_are_spoilt_but_not_error_pages() {
    final byte[] whole = model.bytesOf("v0", 0, 1);
    assertThat(visit(with(Faults.cut(1, Share.ALL)), SEGMENT, 5, 1).delivery())
        .isEqualTo(new Delivery.Cut(whole.length / 2));
    assertThat(visit(with(Faults.cut(1, Share.ALL)), SEGMENT, 5, 2).delivery())
        .isEqualTo(new Delivery.Whole());
    assertThat(visit(with(Faults.empty(1, Share.ALL)), SEGMENT, 5, 1).body()).isEmpty();
    assertThat(visit(with(Faults.html(1, Share.ALL)), SEGMENT, 5, 1).headers())
        .containsEntry("Content-Type", "text/html");
    assertThat(visit(with(Faults.html(1, Share.ALL)), SEGMENT, 0, 1).status()).isEqualTo(404);
  }

  @Test
  void late_segments_are_announced_before_they_are_there() {
    final Site site = with(Faults.lateSegments(Duration.ofMillis(400)));
    assertThat(text(visit(site, PLAYLIST, 1, 1))).contains("seg1.ts");
    assertThat(visit(site, SEGMENT, 1.399, 1).status()).isEqualTo(404);
    assertThat(visit(site, SEGMENT, 1.4, 1).status()).isEqualTo(200);
  }

  @Test
  void a_stale_cache_answers_with_an_older_playlist() {
    final Site site = with(Faults.stalePlaylist(3, Duration.ofSeconds(4)));
    final String fresh = text(visit(model, PLAYLIST, 30, 1));
    assertThat(text(visit(site, PLAYLIST, 30, 2))).isEqualTo(fresh);
    assertThat(text(visit(site, PLAYLIST, 30, 3))).isEqualTo(text(visit(model, PLAYLIST, 26, 1)));
  }

  @Test
  void too_many_requests_says_when_to_come_back() {
    final Site site =
        with(Faults.tooManyRequests(Duration.ofSeconds(2), 1, Share.ALL, Scope.EVERYTHING));
    final Reply reply = visit(site, PLAYLIST, 5, 1);
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers()).containsEntry("Retry-After", "2");
  }

  @Test
  void tokens_are_handed_out_by_the_multivariant_playlist_and_expire() {
    final Site site = with(Faults.tokens(Duration.ofSeconds(10)));
    assertThat(visit(site, PLAYLIST, 1, 1).status()).isEqualTo(403);
    final String playlist = lastLine(text(visit(site, ChannelModel.MASTER, 1, 1)));
    assertThat(playlist).startsWith("v0/index.m3u8?token=");
    final String segment = lastLine(text(visit(site, "/" + playlist, 5, 1)));
    assertThat(segment).startsWith("seg5.ts?token=");
    assertThat(visit(site, "/v0/" + segment, 10.9, 1).status()).isEqualTo(200);
    assertThat(visit(site, "/v0/" + segment, 11, 1).status()).isEqualTo(403);
    assertThat(visit(site, "/" + playlist, 11, 1).status()).isEqualTo(403);
    assertThat(visit(site, "/v0/" + segment + "0", 5, 1).status()).isEqualTo(403);
    final String renewed = lastLine(text(visit(site, ChannelModel.MASTER, 11, 2)));
    assertThat(visit(site, "/" + renewed, 11, 1).status()).isEqualTo(200);
  }

  @Test
  void tokens_stand_behind_keys_too() {
    final ChannelModel encrypted = new ChannelModel(model.channel().withKeys(5), START);
    final Site site = Fault.around(encrypted, List.of(Faults.tokens(Duration.ofSeconds(10))));
    final String playlist = lastLine(text(visit(site, ChannelModel.MASTER, 1, 1)));
    assertThat(text(visit(site, "/" + playlist, 1, 1))).contains("URI=\"key0x0.key?token=1000-");
  }

  @Test
  void a_redirect_keeps_port_and_target() {
    final Site site = with(Faults.redirect(302, "localhost", Scope.SEGMENTS));
    final Visit visit = new Visit("127.0.0.1:81", SEGMENT, "a=b", Duration.ofSeconds(5), 1);
    assertThat(site.reply(visit).headers())
        .containsEntry("Location", "http://localhost:81/v0/seg1.ts?a=b");
    final Visit there = new Visit("localhost:81", SEGMENT, "a=b", Duration.ofSeconds(5), 2);
    assertThat(site.reply(there).status()).isEqualTo(200);
  }

  @Test
  void the_first_fault_is_the_clients_nearest() {
    final Site site =
        with(
            Faults.status(500, 1, Share.ALL, Scope.EVERYTHING),
            Faults.status(503, 2, Share.ALL, Scope.EVERYTHING));
    assertThat(visit(site, PLAYLIST, 5, 1).status()).isEqualTo(500);
    assertThat(visit(site, PLAYLIST, 5, 2).status()).isEqualTo(503);
  }

  private Site with(Fault... faults) {
    return Fault.around(model, List.of(faults));
  }

  private static Reply visit(Site site, String target, double seconds, int attempt) {
    final String[] parts = target.split("\\?", 2);
    final Duration elapsed = Duration.ofMillis(Math.round(seconds * 1e3));
    return site.reply(
        new Visit("origin.test", parts[0], parts.length > 1 ? parts[1] : "", elapsed, attempt));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static String lastLine(String text) {
    return text.lines().reduce((first, second) -> second).orElseThrow();
  }
}
