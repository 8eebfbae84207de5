package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.VodException;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.rules.LivePlaylist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the server of looped streams answers, with the time that the tests say. */
class LoopServerTest {
  private static final Instant EPOCH = ChannelOptions.EPOCH;

  @TempDir static Path root;
  private static LoopFixture fixture;
  private static Loop loop;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    Ffmpeg.required();
    fixture = new LoopFixture(root.resolve("media"));
    fixture.classic("clip", 8);
    fixture.dash("dash", 18);
    fixture.cmaf("cmaf");
    fixture.ranges("ranges");
    loop = Loop.start(fixture.root(), root.resolve("cache"), 0);
    loop.measure();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    loop.close();
  }

  private static HttpResponse<String> get(Loop from, String target) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(from.address() + target)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static LivePlaylist playlist(Loop from, String name, Instant now) throws Exception {
    final HttpResponse<String> answer = get(from, name + "?now=" + now);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return LivePlaylist.parse(answer.body());
  }

  private static Loop started(ChannelOptions options, String cache) throws Exception {
    final Path media = root.resolve(cache);
    LoopFixture.copy(root.resolve("media/clip"), media.resolve("clip"));
    final Loop started = Loop.start(media, root.resolve("cache-" + cache), 0, options);
    started.measure();
    return started;
  }

  private static ChannelOptions options(
      Instant start, Instant stop, boolean once, boolean growing) {
    return new ChannelOptions(
        Optional.empty(),
        Optional.ofNullable(start),
        Optional.ofNullable(stop),
        once,
        growing,
        Duration.ofSeconds(12));
  }

  @Test
  void a_multivariant_playlist_says_all_that_the_source_said() throws Exception {
    final String master = get(loop, "cmaf.m3u8").body();
    assertThat(master)
        .contains("#EXT-X-INDEPENDENT-SEGMENTS")
        .contains(
            "TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"Ton\",LANGUAGE=\"de\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"1\",URI=\"cmaf_audio.m3u8\"")
        .contains("TYPE=SUBTITLES,GROUP-ID=\"t\"")
        .contains("TYPE=CLOSED-CAPTIONS,GROUP-ID=\"c\"")
        .contains("AVERAGE-BANDWIDTH=400000")
        .contains("CLOSED-CAPTIONS=\"c\"")
        .contains("AUDIO=\"a\"")
        .contains("SUBTITLES=\"t\"")
        .contains("\ncmaf_video.m3u8\n")
        .containsPattern("#EXT-X-I-FRAME-STREAM-INF:.*URI=\"cmaf_stills.m3u8\"");
    assertThat(get(loop, "clip.m3u8").body()).contains("clip_1000k.m3u8", "clip_250k.m3u8");
  }

  @Test
  void media_are_the_files_bytes_and_can_be_had_as_long_as_they_must() throws Exception {
    final Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final LivePlaylist list = playlist(loop, "clip_250k.m3u8", now);
    final LivePlaylist.Entry first = list.entries().getFirst();
    final byte[] file =
        Files.readAllBytes(root.resolve("media/clip/250k/s" + first.sequence() % 2 + ".ts"));
    final HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(loop.address() + first.uri() + "?now=" + now))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).isEqualTo(file);
    assertThat(answer.headers().firstValue("content-type")).contains("video/mp2t");

    final String next =
        first.uri().replace("/" + first.sequence() + ".", "/" + (first.sequence() + 100) + ".");
    assertThat(get(loop, next + "?now=" + now).statusCode()).isEqualTo(404);
    assertThat(get(loop, next + "?now=" + now).headers().firstValue("retry-after")).isPresent();
    // Its own duration and the longest list that had it (6.2.2), and gone in the end.
    final Instant removed = first.end().orElseThrow().plusSeconds(30);
    final String target = first.uri() + "?now=";
    assertThat(get(loop, target + removed.plusSeconds(34)).statusCode()).isEqualTo(200);
    assertThat(get(loop, target + removed.plusSeconds(300)).statusCode()).isEqualTo(404);
  }

  @Test
  void byte_ranges_stay_ranges_of_the_same_file() throws Exception {
    final Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final LivePlaylist.Entry entry = playlist(loop, "ranges.m3u8", now).entries().getFirst();
    final String[] range = entry.range().orElseThrow().split("@");
    final long offset = Long.parseLong(range[1]);
    final long length = Long.parseLong(range[0]);
    final HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(loop.address() + entry.uri()))
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).hasSize((int) length);
  }

  @Test
  void a_playlist_may_be_kept_until_the_next_segment() throws Exception {
    final HttpResponse<String> answer = get(loop, "clip_250k.m3u8");
    final int age =
        Integer.parseInt(
            answer.headers().firstValue("cache-control").orElseThrow().replace("max-age=", ""));
    assertThat(age).isBetween(0, 4);
    assertThat(answer.headers().firstValue("etag")).isPresent();
  }

  @Test
  void before_its_start_a_channel_is_empty_and_after_its_end_it_is_closed() throws Exception {
    final Instant start = Instant.parse("2026-03-01T12:00:00Z");
    try (Loop once = started(options(start, null, true, false), "once")) {
      assertThat(playlist(once, "clip_250k.m3u8", start.minusSeconds(1)).entries()).isEmpty();
      assertThat(playlist(once, "clip_250k.m3u8", start.plusSeconds(5)).entries()).hasSize(1);
      assertThat(playlist(once, "clip_250k.m3u8", start.plusSeconds(5)).ended()).isFalse();
      final LivePlaylist over = playlist(once, "clip_250k.m3u8", start.plusSeconds(500));
      assertThat(over.ended()).isTrue();
      assertThat(over.entries()).hasSize(2);
    }
    try (Loop bounded = started(options(start, start.plusSeconds(30), false, false), "bounded")) {
      final LivePlaylist over = playlist(bounded, "clip_250k.m3u8", start.plusSeconds(5000));
      assertThat(over.ended()).isTrue();
      assertThat(over.entries().getLast().end()).contains(start.plusSeconds(28));
    }
  }

  @Test
  void an_event_lists_all_from_its_beginning() throws Exception {
    final Instant start = Instant.parse("2026-03-01T12:00:00Z");
    final ChannelOptions options = options(start, null, false, true);
    final Path media = root.resolve("event");
    LoopFixture.copy(root.resolve("media/clip"), media.resolve("clip"));
    assertThatThrownBy(() -> Loop.start(media, root.resolve("cache-event"), 0, options))
        .isInstanceOf(VodException.class)
        .hasMessageContaining("--start");
    final Instant recent = SystemTime.clock().instant().minusSeconds(100);
    try (Loop event = started(options(recent, null, false, true), "event2")) {
      final LivePlaylist list = playlist(event, "clip_250k.m3u8", recent.plusSeconds(81));
      assertThat(list.type()).contains("EVENT");
      assertThat(list.mediaSequence()).isZero();
      assertThat(list.entries()).hasSize(20);
    }
  }

  @Test
  void one_that_plays_once_goes_on_after_a_restart_and_is_begun_anew_when_it_is_over()
      throws Exception {
    final Path media = root.resolve("again");
    LoopFixture.copy(root.resolve("media/clip"), media.resolve("clip"));
    final ChannelOptions options = options(null, null, true, false);
    final Instant began;
    try (Loop first = Loop.start(media, root.resolve("cache-again"), 0, options)) {
      first.measure();
      get(first, "clip_250k.m3u8");
      began = first.channels().getFirst().station().epoch();
    }
    try (Loop second = Loop.start(media, root.resolve("cache-again"), 0, options)) {
      assertThat(second.channels().getFirst().station().epoch()).isEqualTo(began);
    }
  }

  @Test
  void a_viewer_may_begin_earlier_and_loses_nothing() throws Exception {
    final HttpResponse<String> moved = get(loop, "clip_250k.m3u8?begin=60");
    assertThat(moved.statusCode()).isEqualTo(302);
    final String pinned = moved.headers().firstValue("location").orElseThrow();
    final LivePlaylist list = LivePlaylist.parse(get(loop, pinned).body());
    assertThat(list.type()).contains("EVENT");
    assertThat(list.length()).isBetween(56_000_000L, 68_000_000L);
    assertThat(get(loop, list.entries().getFirst().uri()).statusCode()).isEqualTo(200);
    final String master =
        get(loop, get(loop, "clip.m3u8?begin=60").headers().firstValue("location").orElseThrow())
            .body();
    assertThat(master).containsPattern("clip_250k.m3u8\\?begin=\\d{10}\n");
    assertThat(get(loop, "clip_250k.m3u8?begin=-1").statusCode()).isEqualTo(400);
    assertThat(get(loop, "clip_250k.m3u8?begin=99999999").statusCode()).isEqualTo(400);
  }

  @Test
  void what_is_not_there_is_told_in_one_line() throws Exception {
    for (String target :
        List.of(
            "none.m3u8",
            "none.mpd",
            "media/clip/250k/x",
            "media/clip/none/1.ts",
            "x/y",
            "media/..%2f/250k/1.ts")) {
      final HttpResponse<String> answer = get(loop, target);
      assertThat(answer.statusCode()).as(target).isEqualTo(404);
      assertThat(answer.body().lines()).as(target).hasSize(1);
    }
    assertThat(get(loop, "clip_250k.m3u8?now=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void the_page_and_its_state_are_served() throws Exception {
    assertThat(get(loop, "").body()).contains("assets/channels.js");
    assertThat(get(loop, "assets/channels.js").statusCode()).isEqualTo(200);
    assertThat(get(loop, "api/channels").body())
        .contains("\"name\":\"clip\"", "\"hls\":\"clip.m3u8\"", "\"dash\":\"dash.mpd\"");
    assertThat(get(loop, "healthz").body()).isEqualTo("ok\n");
    assertThat(get(loop, "metrics").body()).contains("aircheck_requests");
  }

  /** Every half second of four passes: what an MPD once said of a segment stays. */
  @Test
  void mpds_keep_what_they_said() throws Exception {
    for (String name : List.of("dash.mpd", "cmaf.mpd")) {
      final Map<String, String> said = new HashMap<>();
      Instant published = Instant.MIN;
      String first = "";
      final List<Integer> periods = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        final Instant now = EPOCH.plusSeconds(90_000_000).plusMillis(i * 500L);
        final Document mpd = xml(get(loop, name + "?now=" + now).body());
        final Element whole = mpd.getDocumentElement();
        assertThat(whole.getAttribute("availabilityStartTime")).isEqualTo(EPOCH.toString());
        final Instant version = Instant.parse(whole.getAttribute("publishTime"));
        assertThat(version).isAfterOrEqualTo(published).isBeforeOrEqualTo(now);
        published = version;
        final NodeList all = mpd.getElementsByTagName("Period");
        periods.add(all.getLength());
        for (int p = 0; p < all.getLength(); p++) {
          period((Element) all.item(p), said);
        }
        final String oldest = ((Element) all.item(0)).getAttribute("id");
        assertThat(Long.parseLong(oldest.substring(1)))
            .isGreaterThanOrEqualTo(first.isEmpty() ? 0 : Long.parseLong(first.substring(1)));
        first = oldest;
      }
      assertThat(said).hasSizeGreaterThan(20);
      assertThat(periods).contains(2);
    }
  }

  private static void period(Element period, Map<String, String> said) {
    final String id = period.getAttribute("id");
    same(said, id, period.getAttribute("start"));
    final NodeList sets = period.getElementsByTagName("Representation");
    assertThat(sets.getLength()).isGreaterThanOrEqualTo(2);
    for (int r = 0; r < sets.getLength(); r++) {
      final Element representation = (Element) sets.item(r);
      final Element template =
          (Element) representation.getElementsByTagName("SegmentTemplate").item(0);
      final String key = id + "/" + representation.getAttribute("id");
      same(
          said,
          key,
          template.getAttribute("presentationTimeOffset") + template.getAttribute("media"));
      final NodeList times = template.getElementsByTagName("S");
      assertThat(times.getLength()).as(key).isPositive();
      long number = Long.parseLong(template.getAttribute("startNumber"));
      for (int s = 0; s < times.getLength(); s++) {
        final Element time = (Element) times.item(s);
        same(said, key + "/" + number++, time.getAttribute("t") + "+" + time.getAttribute("d"));
      }
    }
  }

  private static void same(Map<String, String> said, String what, String value) {
    final String before = said.putIfAbsent(what, value);
    assertThat(before == null ? value : before).as(what).isEqualTo(value);
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
