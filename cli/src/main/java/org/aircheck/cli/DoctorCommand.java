package org.aircheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aircheck doctor}. */
@Command(
    name = "doctor",
    description = "Check what Aircheck needs on this machine, and say how to mend what is missing.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 nothing is missing, 1 something is, 2 wrong usage."})
@SuppressWarnings("NullAway.Init") // set by picocli
final class DoctorCommand implements Callable<Integer> {
  private static final List<String> ENCODERS = List.of("libx264", "aac");
  private static final List<String> MUXERS = List.of("hls", "dash", "mpegts", "mp4", "matroska");
  private static final List<Integer> PORTS = List.of(9090, 5000);
  private static final long LITTLE = 1L << 30;

  @Spec private CommandSpec spec;
  private boolean healthy = true;

  @Override
  public Integer call() {
    good("Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    tool("ffmpeg").ifPresent(this::codecs);
    tool("ffprobe");
    disk();
    PORTS.forEach(this::port);
    plugins();
    return healthy ? Failures.OK : Failures.FAILED;
  }

  private Optional<FfmpegTool> tool(String name) {
    final Optional<FfmpegTool> tool = FfmpegTool.find(name);
    tool.ifPresentOrElse(
        t -> good(name + " " + t.version() + " (" + t.path() + ")"),
        () -> bad(name + " is missing", install()));
    return tool;
  }

  private void codecs(FfmpegTool ffmpeg) {
    final List<String> encoders = ffmpeg.missingEncoders(ENCODERS);
    final List<String> muxers = ffmpeg.missingMuxers(MUXERS);
    if (encoders.isEmpty() && muxers.isEmpty()) {
      good(
          "ffmpeg encodes "
              + String.join(", ", ENCODERS)
              + " and writes "
              + String.join(", ", MUXERS));
    } else {
      bad(
          "ffmpeg lacks " + String.join(", ", encoders) + " " + String.join(", ", muxers),
          "install a full build: " + install());
    }
  }

  private void disk() {
    try {
      final Path here = Path.of("").toAbsolutePath();
      final long free = Files.getFileStore(here).getUsableSpace();
      if (free < LITTLE || !Files.isWritable(here)) {
        bad(
            Sizes.text(free)
                + " are free in "
                + here
                + (Files.isWritable(here) ? "" : ", which can't be written"),
            "record to another disk with -o");
      } else {
        good(Sizes.text(free) + " are free in " + here);
      }
    } catch (IOException e) {
      bad("the disk can't be looked at: " + e.getMessage(), "record to another one with -o");
    }
  }

  private void port(int port) {
    try (ServerSocket ignored = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      good("port " + port + " is free");
    } catch (IOException e) {
      warn("port " + port + " is in use", "choose another with -p");
    }
  }

  private void plugins() {
    try (PluginHost host = Plugins.all()) {
      final List<InstalledPlugin> used =
          host.plugins().stream().filter(p -> p.problem().isEmpty() && !p.disabled()).toList();
      if (used.isEmpty()) {
        bad(
            "no protocol plugin is installed",
            "install Aircheck anew; its plugins folder has them");
      } else {
        good(
            "plugins: "
                + String.join(
                    ", ",
                    used.stream().map(p -> p.id() + " " + p.descriptor().version()).toList()));
      }
      host.plugins()
          .forEach(p ->
              p.problem()
                  .ifPresent(
                      why -> bad("plugin " + p.file() + ": " + why, "remove or replace it")));
    }
  }

  private static String install() {
    if (Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      return "apt-get install ffmpeg";
    }
    if (Files.isExecutable(Path.of("/usr/bin/dnf"))) {
      return "dnf install ffmpeg";
    }
    if (Files.isExecutable(Path.of("/usr/bin/pacman"))) {
      return "pacman -S ffmpeg";
    }
    return Files.isExecutable(Path.of("/sbin/apk")) ? "apk add ffmpeg" : "brew install ffmpeg";
  }

  private void good(String what) {
    out().println("ok    " + what);
  }

  private void warn(String what, String mend) {
    out().println("note  " + what + ": " + mend);
  }

  private void bad(String what, String mend) {
    healthy = false;
    out().println("BAD   " + what + ": " + mend);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
