package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.Ffmpeg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what the plugin template's README says, command by command, in a fresh checkout. */
class PluginTemplateIT {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$(.*?)^```$");
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir Path root;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // Maven may have to download what it needs
  void from_nothing_to_a_recorded_and_replayed_stream() throws Exception {
    Ffmpeg.required();
    final Path checkout = checkout();
    final List<String> script = new ArrayList<>(List.of("set -euo pipefail"));
    final Matcher block =
        BLOCK.matcher(Files.readString(checkout.resolve("tools/plugin-template/README.md")));
    while (block.find()) {
      script.add("echo '==='");
      script.add(block.group(1).strip());
    }
    assertThat(script).hasSizeGreaterThan(15);
    final Path file = Files.write(root.resolve("readme.sh"), script);
    final List<String> command =
        List.of(
            "env",
            "AIRCHECK_CONFIG=" + root.resolve("config"),
            "JAVA_HOME=" + System.getProperty("java.home"),
            "bash",
            file.toString());
    try (Child shell = Child.start(command, checkout)) {
      final int code = shell.awaitExit(PATIENCE);
      final String output = String.join("\n", shell.output());
      assertThat(code).as(output).isZero();
      assertThat(output)
          .contains("csvlist-1.0.0.zip")
          .contains("it stands them")
          .contains("installed csvlist 1.0.0")
          .contains("the duration is over, complete")
          .containsPattern("(?m)^\\d+\\.ts,\\d+\\.\\d{6},\\d+\\.\\d{6}$");
    }
    assertEveryByteIsAsServed();
    assertThat(root.resolve("first.mp4")).isNotEmptyFile();
  }

  /** The files of this checkout as a clone has them. */
  private Path checkout() throws Exception {
    final Path target = Files.createDirectory(root.resolve("aircheck"));
    final Process list =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(TOP.toFile())
            .start();
    final String names = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(list.waitFor()).isZero();
    for (String name : names.split("\0")) {
      final Path file = TOP.resolve(name);
      if (Files.isRegularFile(file)) {
        Files.createDirectories(target.resolve(name).getParent());
        Files.copy(file, target.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return target;
  }

  private void assertEveryByteIsAsServed() throws Exception {
    final Set<String> served = new HashSet<>();
    try (Stream<Path> files = Files.list(root.resolve("origin"))) {
      for (Path file : files.toList()) {
        served.add(sha256(file));
      }
    }
    try (SessionReader session = new Sessions(root.resolve("sessions")).read("first")) {
      final List<String> recorded = new ArrayList<>();
      session.segments(
          session.tracks().getFirst().id(),
          segment -> {
            assertThat(segment.state()).isEqualTo(SegmentState.COMPLETE);
            recorded.add(
                session
                    .observation(segment.exchange().orElseThrow())
                    .flatMap(o -> o.body())
                    .orElseThrow()
                    .sha256());
          });
      assertThat(recorded).hasSizeGreaterThan(4).isSubsetOf(served);
    }
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
