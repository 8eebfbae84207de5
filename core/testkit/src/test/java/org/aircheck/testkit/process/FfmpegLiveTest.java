package org.aircheck.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.process.LiveEncoding.Packaging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegLiveTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void encodes_variants_and_audio_and_deletes_what_is_old() throws Exception {
    final LiveEncoding encoding =
        new LiveEncoding(Packaging.TS, 2, true, Duration.ofSeconds(1), 2, OptionalInt.of(1));
    try (FfmpegLive live = FfmpegLive.hls(folder, encoding)) {
      assertThat(folder.resolve("master.m3u8")).content().contains("v1/index.m3u8", "a0/index");
      Poll.until(SOON, () -> Files.exists(folder.resolve("v1/seg4.ts")), "the fifth segment");
      Poll.until(SOON, () -> Files.notExists(folder.resolve("v1/seg0.ts")), "a deletion");
      live.finish();
      assertThat(folder.resolve("v0/index.m3u8")).content().contains("#EXT-X-ENDLIST");
    }
  }

  @Test
  void encodes_fragmented_mp4() {
    try (FfmpegLive live = FfmpegLive.hls(folder, LiveEncoding.of(Packaging.FMP4))) {
      Poll.until(SOON, () -> Files.exists(live.folder().resolve("v0/seg1.m4s")), "a segment");
      assertThat(folder.resolve("v0/index.m3u8")).content().contains("#EXT-X-MAP:URI=\"init.mp4\"");
      assertThat(folder.resolve("v0/init.mp4")).isNotEmptyFile();
    }
  }

  @Test
  void encrypts_with_rotating_keys() {
    try (FfmpegLive live = FfmpegLive.hls(folder, LiveEncoding.of(Packaging.TS_AES128))) {
      final Path playlist = live.folder().resolve("v0/index.m3u8");
      Poll.until(SOON, () -> keys(playlist) > 1, "a second key");
      assertThat(playlist).content().contains("URI=\"../key0.key\"");
      assertThat(folder.resolve("key1.key")).hasSize(16);
    }
  }

  private static long keys(Path playlist) throws Exception {
    final List<String> lines = Files.readAllLines(playlist);
    return lines.stream()
        .filter(line -> line.startsWith("#EXT-X-KEY"))
        .map(line -> line.replaceFirst(",IV=.*", ""))
        .distinct()
        .count();
  }
}
