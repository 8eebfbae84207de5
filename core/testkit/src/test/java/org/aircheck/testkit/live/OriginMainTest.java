package org.aircheck.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginMainTest {
  @TempDir Path folder;

  @Test
  void serves_many_channels_from_a_process_that_can_be_killed() throws Exception {
    final List<String> arguments =
        List.of("--channels", "2", "--variants", "3", "--segment", "0.5s", "--bytes", "100k");
    try (Child child = ChildJvm.start(OriginMain.class, folder, List.of("-Xmx64m"), arguments)) {
      final Pattern port = Pattern.compile("\\d+");
      Poll.until(
          Duration.ofSeconds(20),
          () -> child.output().stream().anyMatch(line -> port.matcher(line).matches()),
          "the port");
      final String root =
          "http://127.0.0.1:"
              + child.output().stream()
                  .filter(line -> port.matcher(line).matches())
                  .findFirst()
                  .orElseThrow();
      assertThat(new String(read(root + "/ch1/master.m3u8"), StandardCharsets.UTF_8))
          .contains("v0/index.m3u8", "v1/index.m3u8", "v2/index.m3u8");
      assertThat(new String(read(root + "/ch1/v2/index.m3u8"), StandardCharsets.UTF_8))
          .contains("seg9.ts");
      final byte[] segment = read(root + "/ch1/v2/seg9.ts");
      assertThat(segment.length).isBetween(95_000, 100_000);
      assertThat(segment).isNotEqualTo(read(root + "/ch0/v2/seg9.ts"));
      child.kill();
      assertThat(child.alive()).isFalse();
      assertThat(child.awaitExit(Duration.ofSeconds(1))).isEqualTo(128 + 9);
    }
  }

  private static byte[] read(String address) throws Exception {
    try (InputStream in = URI.create(address).toURL().openStream()) {
      return in.readAllBytes();
    }
  }
}
