package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.IndexFile;
import org.aircheck.engine.vod.Measurer;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Request;
import org.aircheck.server.http.Traffic;
import org.aircheck.server.playout.LoopRoutes;
import org.aircheck.server.web.Metrics;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.testkit.rules.LivePlaylist;
import org.aircheck.testkit.rules.LoopRules;
import org.aircheck.vod.VodPlayout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looped channels keep the rules of live playlists, at every quarter of a second. */
class LoopRulesTest {
  private static final Duration STEP = Duration.ofMillis(250);
  private static final Instant LATER = Instant.parse("2022-01-01T00:00:00Z");

  @TempDir static Path folder;
  @TempDir static Path cache;
  private static final Metrics METRICS = new Metrics(new Traffic());
  private static Map<String, ManifestWriter> writers = Map.of();
  private static Measurer measurer;

  @BeforeAll
  static void encode() throws Exception {
    Ffmpeg.required();
    Rig.PROTOCOLS
        .all()
        .forEach(p -> {
          final Map<String, ManifestWriter> all = new LinkedHashMap<>(writers);
          all.put(p.id(), p.writer().orElseThrow());
          writers = all;
        });
    measurer = new Measurer(new SegmentProbe(FfmpegTool.find("ffprobe").orElseThrow()), 2);
    final LoopFixture fixture = new LoopFixture(folder);
    fixture.classic("classic", 24);
    fixture.cmaf("cmaf");
    fixture.encrypted("encrypted");
    fixture.broken("broken");
    fixture.ranges("ranges");
    fixture.one("one");
    fixture.packed("packed");
    fixture.uneven("uneven");
    fixture.dash("dash", 18);
    fixture.dashRanges("parts", 12);
  }

  @AfterAll
  static void close() {
    METRICS.close();
  }

  private static VodStream stream(String name) throws Exception {
    return FolderStreams.in(folder, Rig.PROTOCOLS).streams().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static VodChannel channel(VodStream stream, String index, Duration window)
      throws Exception {
    final ChannelOptions options =
        new ChannelOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), false, false, window);
    return VodChannel.open(
        stream,
        new VodPlayout(),
        options,
        IndexFile.of(Path.of("/proc/none"), index, cache),
        LATER);
  }

  private static VodChannel measured(String name) throws Exception {
    final VodChannel channel =
        channel(stream(name), name + "-measured", Duration.ofSeconds(name.equals("one") ? 30 : 1));
    channel.measure(measurer, () -> LATER);
    assertThat(channel.station().measured()).isTrue();
    return channel;
  }

  /** What a channel's renditions list at an instant, by the renditions' names. */
  private static Map<String, String> playlists(VodChannel channel, Instant now) {
    final LoopRoutes routes =
        new LoopRoutes(List.of(channel), List.of(), writers, true, false, METRICS);
    return playlists(routes, channel, now);
  }

  private static Map<String, String> playlists(LoopRoutes routes, VodChannel channel, Instant now) {
    final Map<String, String> playlists = new LinkedHashMap<>();
    channel.stream()
        .tracks()
        .forEach(t ->
            playlists.put(
                t.name(), text(routes, channel.stream().name() + "_" + t.name() + ".m3u8", now)));
    return playlists;
  }

  private static String text(LoopRoutes routes, String target, Instant now) {
    final Answer answer = routes.answer(new Request(target, OptionalLong.empty()), now);
    if (answer.outcome() instanceof Answer.Text text) {
      assertThat(answer.until()).isAfter(now);
      return new String(text.bytes(), StandardCharsets.UTF_8);
    }
    throw new AssertionError(target + ": " + answer.outcome());
  }

  private static Map<String, Integer> sizes(VodChannel channel) {
    final Map<String, Integer> sizes = new LinkedHashMap<>();
    channel.station().tracks().forEach(t -> sizes.put(t.id(), t.segments().size()));
    return sizes;
  }

  /** Walks through a time and tells which rules were broken. */
  private static List<String> walk(
      VodChannel channel,
      Instant from,
      Instant to,
      BiFunction<Instant, Map<String, String>, Map<String, String>> change) {
    final LoopRoutes routes =
        new LoopRoutes(List.of(channel), List.of(), writers, true, false, METRICS);
    final LoopRules rules = new LoopRules(sizes(channel));
    final List<Instant> instants = new ArrayList<>();
    for (Instant now = from; now.isBefore(to); now = now.plus(STEP)) {
      instants.add(now);
    }
    for (Instant seam = channel.station().broadcast().seam(from);
        seam.isBefore(to);
        seam = channel.station().broadcast().seam(seam.plusNanos(1000))) {
      instants.addAll(List.of(seam.minusNanos(1000), seam, seam.plusNanos(1000)));
    }
    instants.sort(null);
    for (Instant now : instants) {
      look(rules, now, change.apply(now, playlists(routes, channel, now)));
    }
    return rules.broken();
  }

  private static void look(LoopRules rules, Instant now, Map<String, String> texts) {
    final Map<String, LivePlaylist> parsed = new LinkedHashMap<>();
    texts.forEach((name, text) -> parsed.put(name, LivePlaylist.parse(text)));
    rules.look(now, parsed);
  }

  private static Duration loops(VodChannel channel, int count) {
    final Instant first = channel.station().broadcast().seam(LATER);
    final Instant second = channel.station().broadcast().seam(first.plusNanos(1000));
    return Duration.between(first, second).multipliedBy(count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classic",
        "cmaf",
        "encrypted",
        "broken",
        "ranges",
        "one",
        "packed",
        "uneven",
        "dash",
        "parts"
      })
  void three_passes_keep_every_rule(String name) throws Exception {
    final VodChannel channel = measured(name);
    final Instant epoch = channel.station().epoch();
    for (Instant from : List.of(epoch, LATER)) {
      assertThat(walk(channel, from, from.plus(loops(channel, 3)), (now, texts) -> texts))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "cmaf", "packed", "dash"})
  void the_change_to_measured_durations_breaks_no_rule(String name) throws Exception {
    final VodChannel channel = channel(stream(name), name + "-changing", Duration.ofSeconds(20));
    final LoopRoutes routes =
        new LoopRoutes(List.of(channel), List.of(), writers, true, false, METRICS);
    final LoopRules rules = new LoopRules(sizes(channel));
    final Instant end = LATER.plus(loops(channel, 4));
    final Instant measuring = LATER.plus(Duration.ofSeconds(9));
    for (Instant now = LATER; now.isBefore(end); now = now.plus(STEP)) {
      if (now.equals(measuring)) {
        final Instant at = now;
        channel.measure(measurer, () -> at);
      }
      look(rules, now, playlists(routes, channel, now));
    }
    assertThat(rules.broken()).isEmpty();
    // Another process that reads the index, in the middle of a segment, says the same.
    final VodChannel other = channel(stream(name), name + "-changing", Duration.ofSeconds(20));
    for (Instant now : List.of(end.minusMillis(1300), end.plus(Duration.ofDays(365)))) {
      assertThat(playlists(other, now)).isEqualTo(playlists(channel, now));
    }
  }

  @Test
  void a_checker_that_finds_nothing_would_be_no_proof() throws Exception {
    final VodChannel classic = measured("classic");
    final VodChannel uneven = measured("uneven");
    final Instant end = LATER.plus(loops(classic, 3));

    assertThat(
            walk(
                classic,
                LATER,
                end,
                (now, texts) ->
                    each(texts, t -> t.replaceAll("#EXT-X-DISCONTINUITY-SEQUENCE:.*\n", ""))))
        .anyMatch(b -> b.contains("discontinuity"));
    assertThat(
            walk(uneven, LATER, end, (now, texts) -> each(texts, LoopRulesTest::promiseTheWindow)))
        .anyMatch(b -> b.contains("target duration changed"));
    assertThat(walk(classic, LATER, end, (now, texts) -> each(texts, t -> begunAnew(t, now))))
        .anyMatch(b -> b.contains("went back"));
    assertThat(alone("cmaf"))
        .anyMatch(b -> b.contains("a discontinuity that another rendition has not"));
  }

  private static Map<String, String> each(Map<String, String> texts, UnaryOperator<String> change) {
    final Map<String, String> changed = new LinkedHashMap<>();
    texts.forEach((name, text) -> changed.put(name, change.apply(text)));
    return changed;
  }

  /** The target duration of what is listed now. */
  private static String promiseTheWindow(String text) {
    final long longest =
        LivePlaylist.parse(text).entries().stream()
            .mapToLong(e -> (e.micros() + 500_000) / 1_000_000)
            .max()
            .orElse(1);
    return text.replaceAll("TARGETDURATION:\\d+", "TARGETDURATION:" + longest);
  }

  /** Numbers that begin anew every twenty seconds. */
  private static String begunAnew(String text, Instant now) {
    final long sequence = LivePlaylist.parse(text).mediaSequence();
    return text.replaceAll(
        "MEDIA-SEQUENCE:\\d+", "MEDIA-SEQUENCE:" + (sequence - now.getEpochSecond() / 20 * 5));
  }

  /** Each rendition looped by itself, as small servers do. */
  private static List<String> alone(String name) throws Exception {
    final VodStream whole = stream(name);
    final List<VodChannel> channels = new ArrayList<>();
    final Map<String, Integer> sizes = new LinkedHashMap<>();
    for (var track : whole.tracks()) {
      final VodStream one =
          new VodStream(
              whole.name(),
              whole.protocol(),
              false,
              whole.presentation(),
              List.of(track),
              whole.resources(),
              List.of());
      final VodChannel channel = channel(one, name + track.name(), Duration.ofSeconds(1));
      channel.measure(measurer, () -> LATER);
      channels.add(channel);
      sizes.putAll(sizes(channel));
    }
    final LoopRules rules = new LoopRules(sizes);
    for (Instant now = LATER; now.isBefore(LATER.plusSeconds(72)); now = now.plus(STEP)) {
      final Map<String, String> texts = new LinkedHashMap<>();
      for (VodChannel channel : channels) {
        texts.putAll(playlists(channel, now));
      }
      look(rules, now, texts);
    }
    return rules.broken();
  }

  @Test
  void nodes_that_share_nothing_but_the_measured_media_agree() throws Exception {
    final VodChannel one = measured("classic");
    final Path copy = Files.createDirectories(cache.resolve("copy"));
    LoopFixture.copy(folder.resolve("classic"), copy.resolve("classic"));
    final VodStream copied = FolderStreams.in(copy, Rig.PROTOCOLS).streams().getFirst();
    final VodChannel two = channel(copied, "second-node", Duration.ofSeconds(1));
    two.measure(measurer, () -> LATER);
    for (int i = 0; i < 200; i++) {
      final Instant now = LATER.plus(Duration.ofMillis(i * 1_733_333L));
      assertThat(playlists(two, now)).isEqualTo(playlists(one, now));
    }
  }
}
