package org.aircheck.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for whatever bytes there are, and for what is made to hurt. */
class DashPropertiesTest {
  private static final URI AT = URI.create("http://o.test/live/a.mpd");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:20Z");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int RUNS = 3_000;

  private static final List<String> PIECES =
      List.of(
          "<MPD type='dynamic' availabilityStartTime='2026-03-01T12:00:00Z' ",
          "<MPD type='static' mediaPresentationDuration='PT1H' ",
          "<MPD ",
          ">",
          "/>",
          "<Period start='PT1S' id='p'>",
          "<Period duration='PT9999999999S'>",
          "<AdaptationSet contentType='audio'>",
          "<Representation id='$' bandwidth='9223372036854775807'>",
          "<SegmentTemplate media='$Number%09d$-$Time$' duration='1' timescale='1'>",
          "<SegmentTemplate media='/x$$' timescale='9999999999999'>",
          "<SegmentTimeline>",
          "<S t='9223372036854775807' d='1' r='3'/>",
          "<S d='2' r='-1'/>",
          "<S t='4' d='2' r='99999999999999'/>",
          "<SegmentList duration='4611686018427387903'><SegmentURL media='a'/><SegmentURL/></SegmentList>",
          "<SegmentBase indexRange='0-'/>",
          "<BaseURL>http://b.test/</BaseURL>",
          "<BaseURL>:::</BaseURL>",
          "</SegmentTimeline></SegmentTemplate>",
          "</Representation></AdaptationSet></Period></MPD>",
          "<!--",
          "-->",
          "<![CDATA[",
          "]]>",
          "&amp;",
          "&x;",
          "\"",
          "'",
          "=",
          "<",
          "\n",
          "\uFEFF",
          "é");

  private final DashProtocol dash = new DashProtocol();

  private static Manifest manifest(byte[] bytes) {
    return new Manifest(AT, "", bytes);
  }

  private static Manifest manifest(String text) {
    return manifest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Random random) {
    if (random.nextInt(8) == 0) {
      final byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      return noise;
    }
    final StringBuilder text = new StringBuilder();
    if (random.nextBoolean()) {
      // The order in which they make sense, with some left out and some put in.
      for (String piece : PIECES.subList(0, 21)) {
        text.append(random.nextInt(10) < 8 ? piece : "");
        text.append(random.nextInt(30) == 0 ? PIECES.get(random.nextInt(PIECES.size())) : "");
      }
      text.replace(0, 0, "");
    } else {
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void arbitrary_bytes_give_a_presentation_or_the_documented_exception_and_twice_the_same() {
    final long seed = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      final Manifest manifest = manifest(bytes(new Random(seed + run)));
      try {
        assertThat(dash.read(manifest, NOW))
            .as("seed %s", seed + run)
            .isEqualTo(dash.read(manifest, NOW));
      } catch (MalformedManifestException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + (seed + run) + ": " + new String(manifest.bytes(), StandardCharsets.UTF_8),
            e);
      }
    }
  }

  @Test
  void re_addressing_of_what_is_relative_keeps_every_byte() {
    final long seed = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      final byte[] bytes = bytes(new Random(seed + run));
      final List<URI> moved = new ArrayList<>();
      try {
        final byte[] out =
            dash.readdress(
                    manifest(bytes),
                    address -> {
                      moved.add(address);
                      return "moved";
                    },
                    Duration.ZERO)
                .bytes();
        if (moved.isEmpty()) {
          assertThat(out).as("seed %s", seed + run).isEqualTo(bytes);
        }
      } catch (MalformedManifestException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + (seed + run), e);
      }
    }
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    final Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      final Presentation presentation = presentation(random);
      final Presentation read =
          dash.read(dash.writer().orElseThrow().write(presentation, manifest("")), NOW);
      assertThat(read.warnings()).isEmpty();
      assertThat(read.ended()).isEqualTo(presentation.ended());
      assertThat(read.tracks())
          .extracting(t -> t.kind())
          .containsExactlyElementsOf(presentation.tracks().stream().map(Track::kind).toList());
      for (int i = 0; i < read.tracks().size(); i++) {
        assertThat(read.tracks().get(i).segments())
            .usingRecursiveComparison()
            .ignoringFields("programDateTime")
            .isEqualTo(presentation.tracks().get(i).segments());
      }
    }
  }

  private static Presentation presentation(Random random) {
    final List<Track> tracks = new ArrayList<>();
    for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
      final List<Segment> segments = new ArrayList<>();
      long time = random.nextInt(10_000);
      final int first = random.nextInt(100);
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        final long duration = 1_800 + random.nextInt(400);
        segments.add(segment(first + i, time, duration, kind));
        time += duration + (random.nextInt(5) == 0 ? 100 : 0);
      }
      tracks.add(Track.builder(kind + "<&\">", kind).segments(segments).build());
    }
    return Presentation.builder(tracks)
        .ended(random.nextBoolean())
        .targetDuration(Duration.ofSeconds(2))
        .pace(Duration.ofSeconds(2))
        .build();
  }

  private static Segment segment(int number, long time, long duration, TrackKind kind) {
    return Segment.builder(
            number,
            URI.create("http://o.test/" + kind + "/" + number + ".m4s?a=1&b=2"),
            new MediaTime(duration, 1_000))
        .start(new MediaTime(time, 1_000))
        .initialization(
            new Initialization(
                URI.create("http://o.test/" + kind + "/i.mp4"), Optional.empty(), List.of()))
        .build();
  }

  @Test
  void no_file_is_read_for_a_manifest(@TempDir Path folder) throws Exception {
    final Path secret = Files.writeString(folder.resolve("secret"), "http://secret.test/");
    final String mpd =
        "<!DOCTYPE MPD [<!ENTITY x SYSTEM '%s'><!ENTITY %% y SYSTEM '%s'> %%y;]><MPD type='static'><BaseURL>&x;</BaseURL><Period><AdaptationSet><Representation><BaseURL>a&x;</BaseURL></Representation></AdaptationSet></Period></MPD>"
            .formatted(secret.toUri(), secret.toUri());
    try {
      assertThat(dash.read(manifest(mpd), NOW).toString()).doesNotContain("secret.test");
    } catch (MalformedManifestException e) {
      assertThat(e.getMessage()).doesNotContain("secret.test");
    }
  }

  @Test
  void input_that_is_made_to_hurt_is_refused_soon() {
    final StringBuilder laughs = new StringBuilder("<!DOCTYPE MPD [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10));
      laughs.append("'>");
    }
    laughs.append("]><MPD><BaseURL>&a29;</BaseURL><Period/></MPD>");
    final String repeats =
        "<MPD type='static'><Period><AdaptationSet><Representation><SegmentTemplate media='$Time$'><SegmentTimeline>"
            + "<S t='0' d='1' r='2000000000000000000'/></SegmentTimeline></SegmentTemplate></Representation></AdaptationSet></Period></MPD>";
    final String backwards =
        "<MPD type='static'><Period><AdaptationSet><Representation><SegmentTemplate media='$Time$'><SegmentTimeline>"
            + "<S t='0' d='1' r='-1'/><S t='2000000000000000000' d='1'/></SegmentTimeline></SegmentTemplate></Representation></AdaptationSet></Period></MPD>";
    final String deep = "<MPD>" + "<a>".repeat(100_000);
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (String text : List.of(repeats, backwards, deep)) {
            assertThatThrownBy(() -> dash.read(manifest(text), NOW))
                .isInstanceOf(MalformedManifestException.class);
          }
          try {
            assertThat(dash.read(manifest(laughs.toString()), NOW).tracks()).isEmpty();
          } catch (MalformedManifestException e) {
            assertThat(e).hasMessageMatching("(?s).+");
          }
        });
  }
}
