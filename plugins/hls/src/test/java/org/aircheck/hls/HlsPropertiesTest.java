package org.aircheck.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;

/** What holds for every playlist. Each failure names its seed. */
class HlsPropertiesTest {
  private static final URI AT = URI.create("http://o.test/live/hd/index.m3u8");
  private static final int RUNS = 3_000;

  private static final List<String> PIECES =
      List.of(
          "#EXTM3U",
          "#EXTINF:",
          "6.0,",
          "#EXT-X-KEY:METHOD=AES-128,URI=\"",
          "\"",
          "http://",
          "//",
          "/",
          "../../../x",
          "{$a}",
          "=",
          ",",
          "@",
          "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"{$a}{$a}\"",
          "#EXT-X-BYTERANGE:",
          "9999999999999999999",
          "-1",
          "#EXT-X-MEDIA-SEQUENCE:",
          "#EXT-X-MAP:URI=",
          "#EXT-X-STREAM-INF:",
          "RESOLUTION=1x",
          "#EXT-X-SKIP:SKIPPED-SEGMENTS=",
          "#EXT-X-TARGETDURATION:",
          "%",
          "[",
          "\uFEFF",
          "a.ts",
          "\n",
          "\n",
          "\r\n",
          "\r",
          " ",
          "\t",
          "é",
          "#EXT-X-PROGRAM-DATE-TIME:",
          "2026-03-01T12:00:00Z",
          "+1000000000-12-31T23:59:59Z");

  private final HlsProtocol hls = new HlsProtocol();

  private static byte[] bytes(Random random) {
    if (random.nextInt(4) == 0) {
      final byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      return noise;
    }
    final StringBuilder text = new StringBuilder(random.nextBoolean() ? "#EXTM3U\n" : "");
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString()
        .getBytes(random.nextInt(5) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  @Test
  void arbitrary_bytes_give_a_presentation_or_the_documented_exception_and_twice_the_same() {
    final long seed = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      final Manifest manifest =
          new Manifest(AT, "", Map.of("a", "https://x.test"), bytes(new Random(seed + run)));
      try {
        assertThat(hls.read(manifest, Instant.EPOCH))
            .as("seed %s", seed + run)
            .isEqualTo(hls.read(manifest, Instant.EPOCH));
      } catch (MalformedManifestException e) {
        assertThat(e).as("seed %s", seed + run).hasMessageMatching("(?s).+");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + (seed + run), e);
      }
    }
  }

  @Test
  void re_addressing_of_what_is_relative_keeps_every_byte() throws Exception {
    final long seed = System.nanoTime();
    int kept = 0;
    for (int run = 0; run < RUNS; run++) {
      final byte[] bytes = bytes(new Random(seed + run));
      final Manifest manifest = new Manifest(AT, "", bytes);
      final List<String> moved = new ArrayList<>();
      final AddressMap elsewhere =
          address -> {
            moved.add(address.toString());
            return "moved";
          };
      try {
        final byte[] out = hls.readdress(manifest, elsewhere, Duration.ZERO).bytes();
        if (moved.isEmpty()) {
          assertThat(out).as("seed %s", seed + run).isEqualTo(bytes);
          kept++;
        }
      } catch (MalformedManifestException e) {
        assertThatThrownBy(() -> hls.read(manifest, Instant.EPOCH))
            .as("seed %s", seed + run)
            .isInstanceOf(MalformedManifestException.class);
      }
    }
    assertThat(kept).isPositive();
  }

  @Test
  void only_addresses_change_and_nothing_around_them() throws Exception {
    final String text =
        "\uFEFF#EXTM3U\r\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://k.test/k?a=1,2\",IV=0x1\r\n#EXT-X-MAP:URI=\"/init.mp4\"\n"
            + "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\"\n#EXT-X-KEY:METHOD=AES-128,URI=\"data:text/plain,x\"\n"
            + "#EXTINF:4,caf\u00e9\r  https://cdn.test/a.ts \n//cdn.test/b.ts\nc.ts\n../../../d.ts\n?e=1\n# https://comment.test/\n";
    final Manifest manifest = new Manifest(AT, "", text.getBytes(StandardCharsets.UTF_8));
    final byte[] out =
        hls.readdress(manifest, address -> "<" + address + ">", Duration.ZERO).bytes();
    assertThat(new String(out, StandardCharsets.UTF_8))
        .isEqualTo(
            text.replace("https://k.test/k?a=1,2", "<https://k.test/k?a=1,2>")
                .replace("/init.mp4", "<http://o.test/init.mp4>")
                .replace("https://cdn.test/a.ts", "<https://cdn.test/a.ts>")
                .replace("//cdn.test/b.ts", "<http://cdn.test/b.ts>")
                .replace("../../../d.ts", "<http://o.test/d.ts>"));
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    final long seed = System.nanoTime();
    for (int run = 0; run < RUNS / 3; run++) {
      final Presentation presentation = presentation(new Random(seed + run));
      final Manifest written =
          hls.writer().orElseThrow().write(presentation, new Manifest(AT, "", new byte[0]));
      final Presentation read = hls.read(written, Instant.EPOCH);
      assertThat(read.warnings()).as("seed %s", seed + run).isEmpty();
      assertThat(read.ended()).isEqualTo(presentation.ended());
      assertThat(read.tracks().getFirst().segments())
          .as("seed %s%n%s", seed + run, new String(written.bytes(), StandardCharsets.UTF_8))
          .isEqualTo(presentation.tracks().getFirst().segments());
    }
  }

  private static Presentation presentation(Random random) {
    final List<Segment> segments = new ArrayList<>();
    final long first = random.nextInt(1_000);
    final boolean dates = random.nextBoolean();
    long discontinuities = random.nextInt(5);
    Instant clock = Instant.parse("2026-03-01T12:00:00Z");
    Optional<Initialization> map = Optional.empty();
    List<Key> keys = List.of();
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      final boolean discontinuity = random.nextInt(4) == 0;
      if (discontinuity) {
        discontinuities++;
        clock = clock.plusSeconds(100);
      }
      if (i == 0 || random.nextInt(4) == 0) {
        keys = keys(random);
      }
      if (i == 0 ? random.nextBoolean() : map.isPresent() && discontinuity) {
        map =
            Optional.of(
                new Initialization(
                    URI.create("http://o.test/i" + i + ".mp4"), range(random), keys));
      }
      final MediaTime duration = new MediaTime(1 + random.nextInt(5999), 1000);
      segments.add(
          new Segment(
              first + i,
              discontinuities,
              discontinuity,
              random.nextInt(8) == 0,
              URI.create("http://o.test/" + i + ".ts"),
              range(random),
              reduced(duration),
              Optional.empty(),
              dates ? Optional.of(clock) : Optional.empty(),
              map,
              keys,
              random.nextBoolean() ? "" : "t" + i,
              random.nextBoolean() ? List.of() : List.of("#EXT-X-CUE:" + i)));
      clock = clock.plus(duration.duration());
    }
    final Track track = Track.builder("media", TrackKind.VIDEO).segments(segments).build();
    return Presentation.builder(List.of(track))
        .ended(random.nextBoolean())
        .targetDuration(Duration.ofSeconds(6))
        .build();
  }

  /** As its shortest decimal is read. */
  private static MediaTime reduced(MediaTime time) {
    return Decimal.seconds(
            new BigDecimal(time.ticks()).movePointLeft(3).stripTrailingZeros().toPlainString())
        .orElseThrow();
  }

  private static Optional<ByteRange> range(Random random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new ByteRange(random.nextInt(1_000), 1 + random.nextInt(1_000)));
  }

  private static List<Key> keys(Random random) {
    if (random.nextBoolean()) {
      return List.of();
    }
    final Optional<String> iv =
        Optional.of(String.format(Locale.ROOT, "%032x", random.nextInt(1, 100)));
    return List.of(
        new Key(
            "AES-128",
            Optional.of(URI.create("http://k.test/" + random.nextInt(3))),
            iv,
            "identity",
            Optional.empty()));
  }
}
