package org.aircheck.testkit.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The machine's ffmpeg. */
public final class Ffmpeg {
  private Ffmpeg() {}

  /** The program, if it is on the PATH. */
  public static Optional<Path> find() {
    final String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(File.pathSeparator, -1)) {
      final Path program = Path.of(folder, "ffmpeg");
      if (Files.isExecutable(program)) {
        return Optional.of(program.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  /** The program; without it the test is skipped, and says so where nobody overlooks it. */
  public static Path required() {
    final Optional<Path> program = find();
    if (program.isEmpty()) {
      System.err.println("==================================================================");
      System.err.println("SKIPPED: this test needs ffmpeg, and there is none on the PATH");
      System.err.println("==================================================================");
    }
    Assumptions.assumeTrue(program.isPresent(), "no ffmpeg on the PATH");
    return program.orElseThrow();
  }
}
