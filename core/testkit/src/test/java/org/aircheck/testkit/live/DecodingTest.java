package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.Ffmpeg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg takes the synthetic channel for a real one. */
class DecodingTest {
  @TempDir Path folder;

  @Test
  void ffmpeg_decodes_every_picture_without_an_error() {
    final LiveChannel channel =
        LiveChannel.of(Duration.ofSeconds(1), 10, 10)
            .withVariants(List.of(new Variant("v0", false, 100_000), Variant.audio("a0")))
            .withHeadStart(10);
    for (LiveChannel each : List.of(channel, channel.withKeys(2))) {
      try (LiveHlsOrigin origin = LiveHlsOrigin.start(each, List.of(), SystemTime.clock());
          Child ffmpeg = Child.start(command(origin.uri().toString()), folder)) {
        assertThat(ffmpeg.awaitExit(Duration.ofSeconds(60))).isZero();
        assertThat(ffmpeg.output()).last().asString().contains("frame=   40 ");
        // It reports progress and, at this level, errors.
        assertThat(ffmpeg.output()).allMatch(line -> line.isBlank() || line.startsWith("frame="));
      }
    }
  }

  private static List<String> command(String address) {
    return List.of(
        Ffmpeg.required().toString(),
        "-hide_banner",
        "-loglevel",
        "error",
        "-xerror",
        "-stats",
        "-i",
        address,
        "-map",
        "0:v",
        "-map",
        "0:a",
        "-f",
        "null",
        "-");
  }
}
