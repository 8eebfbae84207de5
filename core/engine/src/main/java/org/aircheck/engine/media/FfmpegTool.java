package org.aircheck.engine.media;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed ffmpeg or ffprobe.
 *
 * @param path of the program, absolute
 * @param version in its own words
 */
public record FfmpegTool(Path path, String version) {

  /** The tool of a name that the search path has; empty when there is none, or it does not run. */
  public static Optional<FfmpegTool> find(String name) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH"))
                .orElse("")
                .split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(FfmpegTool::at);
  }

  /** The tool at a path; empty when it does not run. */
  public static Optional<FfmpegTool> at(Path path) {
    return lines(path, "-version").stream()
        .findFirst()
        .map(line -> new FfmpegTool(path.toAbsolutePath(), version(line)));
  }

  /** Which of some encoders it has not. */
  public List<String> missingEncoders(List<String> wanted) {
    return missing("-encoders", wanted);
  }

  /** Which of some muxers (output formats) it has not. */
  public List<String> missingMuxers(List<String> wanted) {
    return missing("-muxers", wanted);
  }

  /** Whether it reads and writes by a protocol of its own. */
  boolean hasProtocol(String name) {
    return lines(path, "-hide_banner", "-protocols").stream()
        .anyMatch(line -> line.strip().equals(name));
  }

  private List<String> missing(String list, List<String> wanted) {
    final List<String> lines = lines(path, "-hide_banner", list);
    return wanted.stream()
        .filter(name ->
            lines.stream()
                .noneMatch(line -> line.strip().matches("\\S+ +" + Pattern.quote(name) + " .*")))
        .toList();
  }

  private static String version(String line) {
    return line.replaceFirst(" Copyright.*", "").replaceFirst("^\\w+ version ", "");
  }

  private static List<String> lines(Path program, String... arguments) {
    try {
      final Process process =
          new ProcessBuilder(
                  Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      final String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.lines().toList() : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
