package org.aircheck.engine.store;

import static org.aircheck.engine.store.Puts.SOURCE;
import static org.aircheck.engine.store.Puts.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  private static final Key KEY =
      new Key(
          "SAMPLE-AES",
          Optional.of(URI.create("skd://key/1")),
          Optional.of("0123456789abcdef0123456789abcdef"),
          "com.apple.streamingkeydelivery",
          Optional.of("1/2"));

  @TempDir Path root;

  @Test
  void a_track_comes_back_as_described_last_without_its_segments() {
    final Track full =
        Track.builder("audio:de", TrackKind.AUDIO)
            .manifest(URI.create("https://origin.example/a.m3u8?t=1"))
            .context(Map.of("host", "a \"quoted\" value"))
            .traits(
                new Traits(
                    OptionalLong.of(128_000),
                    Optional.of(new Traits.Resolution(1920, 1080)),
                    OptionalDouble.of(29.97),
                    Optional.of("mp4a.40.2"),
                    Optional.of("de-CH"),
                    Optional.of("Züritüütsch \uD83D\uDE00")))
            .group("audio:aac")
            .uses(Set.of("subtitles:s", "video:v"))
            .build();
    try (SessionWriter writer = create()) {
      final long id = writer.track(Puts.TRACK);
      assertThat(writer.track(full)).isNotEqualTo(id);
      assertThat(writer.track(Puts.TRACK)).isEqualTo(id);
      writer.finish(T0, "ended");
    }

    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.tracks())
          .containsExactly(new RecordedTrack(1, Puts.TRACK), new RecordedTrack(2, full));
    }
  }

  @Test
  void a_segment_comes_back_exactly_and_is_replaced_by_its_number() {
    final Segment segment =
        new Segment(
            Long.MAX_VALUE,
            7,
            true,
            true,
            URI.create("https://origin.example/%20x.m4s?a=b&c"),
            Optional.of(new ByteRange(10, 20)),
            new MediaTime(180_180, 90_000),
            Optional.of(new MediaTime(-5, 1_000)),
            Optional.of(Instant.parse("2026-03-01T12:00:00.123456789Z")),
            Optional.of(
                new Initialization(
                    URI.create("https://origin.example/init.mp4"),
                    Optional.of(new ByteRange(0, 700)),
                    List.of(KEY))),
            List.of(
                KEY,
                new Key("NONE", Optional.empty(), Optional.empty(), "identity", Optional.empty())),
            "a title, with commas",
            List.of("#EXT-X-ODD:1", ""));
    final RecordedSegment pending =
        new RecordedSegment(
            1,
            1,
            3,
            segment,
            SegmentState.PENDING,
            T0,
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of());
    final RecordedSegment lost =
        new RecordedSegment(
            1,
            1,
            3,
            segment,
            SegmentState.LOST,
            T0,
            Optional.of(T0.plusMillis(1)),
            OptionalLong.empty(),
            OptionalLong.of(8),
            List.of(9L, 10L));
    try (SessionWriter writer = create()) {
      writer.track(Puts.TRACK);
      writer.segment(pending);
      writer.commit();
      writer.segment(lost);
      writer.finish(T0, "ended");
    }

    try (SessionReader reader = sessions().read("s")) {
      final List<RecordedSegment> segments = new ArrayList<>();
      reader.segments(1, segments::add);
      assertThat(segments).containsExactly(lost);
      assertThat(reader.newest(1, 5)).containsExactly(lost);
    }
  }

  @Test
  void assets_gaps_and_runs_come_back() {
    final Asset asset =
        new Asset(
            1,
            OptionalLong.empty(),
            ExchangeKind.COMPANION,
            URI.create("https://origin.example/d.json"),
            Optional.empty(),
            SegmentState.PENDING,
            T0,
            OptionalLong.empty());
    final Gap gap =
        new Gap(
            2,
            OptionalLong.of(1),
            1,
            OptionalLong.of(5),
            OptionalLong.of(9),
            5,
            T0,
            T0.plusSeconds(3),
            Gap.Reason.WINDOW_PASSED,
            "too late");
    try (SessionWriter writer = create()) {
      writer.track(Puts.TRACK);
      writer.protocol("hls");
      writer.asset(asset);
      writer.gap(gap);
      writer.finish(T0.plusSeconds(9), "stopped");
    }

    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.assets()).containsExactly(asset);
      assertThat(reader.gaps()).containsExactly(gap);
      assertThat(reader.info().protocol()).contains("hls");
      assertThat(reader.info().source()).isEqualTo(SOURCE);
      assertThat(reader.runs())
          .containsExactly(
              new Run(
                  1,
                  T0,
                  Optional.of(T0.plusSeconds(9)),
                  "1.2.3",
                  Map.of("interval", "auto"),
                  Optional.of("stopped")));
    }
  }

  @Test
  void an_exchange_is_found_by_every_address_on_its_way() {
    final URI asked = URI.create("https://origin.example/a");
    final URI middle = URI.create("https://cdn.example/b");
    final URI last = URI.create("https://edge.example/c?token=1");
    final Map<String, String> headers =
        Map.of(
            "date", "Sun, 01 Mar 2026 11:59:58 GMT",
            "age", "3",
            "etag", "\"x\"",
            "cache-control", "max-age=1",
            "content-length", "12");
    final Exchange plain = Puts.manifest(asked, T0.plusNanos(123_456_000), "#EXTM3U");
    final Exchange exchange =
        new Exchange(
            plain.ask(),
            List.of(new Exchange.Hop(asked, 302), new Exchange.Hop(middle, 307)),
            last,
            plain.sent(),
            plain.answered(),
            plain.done(),
            OptionalInt.of(200),
            headers,
            plain.body(),
            Optional.of("cut off"));
    final Instant odd = T0.plusSeconds(1);
    try (SessionWriter writer = create()) {
      writer.exchange(ExchangeKind.MANIFEST, OptionalLong.empty(), 4, exchange, "");
      writer.exchange(
          ExchangeKind.MANIFEST,
          OptionalLong.empty(),
          1,
          Puts.exchange(
              asked, odd, 503, Map.of("date", "yesterday", "age", "007"), Optional.empty()),
          "");
      writer.finish(T0, "ended");
    }

    try (SessionReader reader = sessions().read("s")) {
      final Observation first = reader.observations(asked.toString()).getFirst();
      assertThat(first.redirects()).isEqualTo(exchange.redirects());
      assertThat(first.uri()).isEqualTo(last);
      assertThat(first.sent()).isEqualTo(exchange.sent());
      assertThat(first.answered()).isEqualTo(exchange.answered());
      assertThat(first.done()).isEqualTo(exchange.done());
      assertThat(first.headers()).isEqualTo(headers);
      assertThat(first.attempt()).isEqualTo(4);
      assertThat(first.error()).contains("cut off");
      assertThat(reader.content(first.body().orElseThrow())).asString().isEqualTo("#EXTM3U");
      assertThat(reader.observations(middle.toString())).containsExactly(first);
      assertThat(reader.observations(last.toString())).containsExactly(first);
      assertThat(reader.observation(first.id())).contains(first);
      final Observation second = reader.observations(asked.toString()).getLast();
      assertThat(second.headers()).isEqualTo(Map.of("date", "yesterday", "age", "007"));
      assertThat(second.status()).hasValue(503);
      assertThat(reader.addresses(ExchangeKind.MANIFEST)).containsExactly(asked.toString());
      assertThat(reader.observations("https://nowhere.example/")).isEmpty();
    }
  }

  @Test
  void an_address_is_announced_when_it_was_listed_first() {
    try (SessionWriter writer = create()) {
      writer.track(Puts.TRACK);
      writer.segment(
          Puts.recorded(writer.newId(), 1, 8, SegmentState.PENDING, OptionalLong.empty()));
      writer.finish(T0, "ended");
    }

    try (SessionReader reader = sessions().read("s")) {
      assertThat(reader.announced("https://origin.example/live/8.ts", Optional.empty()))
          .contains(T0.plusSeconds(8));
      assertThat(
              reader.announced(
                  "https://origin.example/live/8.ts", Optional.of(new ByteRange(0, 1))))
          .isEmpty();
      assertThat(reader.announced("https://origin.example/live/9.ts", Optional.empty())).isEmpty();
    }
  }

  private SessionWriter create() {
    return sessions().create("s", SOURCE, Puts.start());
  }

  private Sessions sessions() {
    return new Sessions(root);
  }
}
