package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shaka Packager, a maker of encrypted DASH that shares no code with us; from npm. */
final class Packager {
  private static final String PACKAGE = "shaka-packager@3.4.2";
  private static final Map<String, String> PROGRAMS =
      Map.of("amd64", "packager-linux-x64", "aarch64", "packager-linux-arm64");

  private Packager() {}

  /** Packages a file beside itself as {@code index.mpd}; skips the test where it can't be had. */
  static void encrypt(Path folder, Path source, String scheme, String keyId, String key)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    final boolean installed =
        run(
                folder,
                List.of(
                    "npm",
                    "install",
                    "--prefix",
                    folder.toString(),
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    PACKAGE))
            .isEmpty();
    final Path program =
        folder
            .resolve("node_modules/shaka-packager/bin")
            .resolve(PROGRAMS.getOrDefault(System.getProperty("os.arch"), "none"));
    assumeTrue(
        installed && program.toFile().setExecutable(true),
        "SKIPPED: npm can't install Shaka Packager here, so nothing was encrypted");
    final List<String> command = new ArrayList<>(List.of(program.toString()));
    for (String stream : List.of("video", "audio")) {
      command.add(
          "in="
              + source
              + ",stream="
              + stream
              + ",init_segment="
              + stream
              + "/init.mp4,segment_template="
              + stream
              + "/$Number$.m4s");
    }
    command.addAll(List.of("--segment_duration", "2", "--clear_lead", "0"));
    command.addAll(List.of("--enable_raw_key_encryption", "--protection_scheme", scheme));
    command.addAll(List.of("--keys", "label=:key_id=" + keyId + ":key=" + key));
    command.addAll(List.of("--generate_static_live_mpd", "--mpd_output", "index.mpd"));
    assertThat(run(source.getParent(), command)).isEmpty();
  }

  /** What went wrong, if anything. */
  private static String run(Path folder, List<String> command) throws InterruptedException {
    try {
      final Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      final String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0
          ? ""
          : command.getFirst() + ": " + output;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
