package org.aircheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The parts of {@code aircheck plugins} that take a plugin's file. */
final class PluginFileCommands {
  private static final long LARGEST_MANIFEST = 32L << 20;

  private PluginFileCommands() {}

  /** {@code aircheck plugins install FILE}. */
  @Command(
      name = "install",
      description = "Check a plugin's zip, and install it for this user.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Install implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The zip.")
    private Path file;

    @Option(
        names = "--sha256",
        paramLabel = "HEX",
        description = "What the file's SHA-256 must be, as its publisher says.")
    private @Nullable String sha256;

    @Override
    public Integer call() throws Exception {
      if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
        throw new ParameterException(
            spec.commandLine(), "--sha256 must be 64 hexadecimal digits, not '" + sha256 + "'");
      }
      final InstalledPlugin plugin =
          Plugins.folder().install(file, Optional.ofNullable(sha256), Plugins::installed);
      final PrintWriter out = spec.commandLine().getOut();
      out.println("installed " + plugin.id() + " " + plugin.descriptor().version());
      out.println("  brings  " + PluginsCommand.brings(plugin));
      out.println("  file    " + plugin.file());
      if (Plugins.folder().disabled().contains(plugin.id())) {
        out.println("  it is off: 'aircheck plugins enable " + plugin.id() + "' switches it on");
      }
      return Failures.OK;
    }
  }

  /** {@code aircheck plugins check FILE}. */
  @Command(
      name = "check",
      description =
          "Check a plugin's zip without installing it: that it loads, that it stands any bytes, and what it reads in manifests.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The zip.")
    private Path file;

    @Parameters(
        index = "1..*",
        paramLabel = "MANIFEST",
        description = "Files with manifests of its protocol, to be read.")
    private List<Path> manifests = List.of();

    @Option(
        names = "--url",
        paramLabel = "URL",
        defaultValue = "http://localhost/manifest",
        description = "The address that they are read at (default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        converter = Durations.class,
        defaultValue = "60",
        description = "How long the plugin may take for it all (default: ${DEFAULT-VALUE} s).")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
      final FutureTask<Integer> check = new FutureTask<>(this::check);
      // A plugin may never return, and nothing in a JVM ends it.
      final Thread thread = Thread.ofPlatform().daemon().name("plugin-check").start(check);
      try {
        return check.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new CommandException(
            file + ": it is still at work after " + timeout.toSeconds() + " s: " + at(thread));
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    /** Where the plugin is: the first line that isn't the JDK's. */
    private static String at(Thread thread) {
      return Arrays.stream(thread.getStackTrace())
          .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun)\\..*"))
          .findFirst()
          .map(StackTraceElement::toString)
          .orElse("somewhere in Java's own classes");
    }

    private Integer check() throws Exception {
      final PrintWriter out = spec.commandLine().getOut();
      final List<Manifest> samples = samples();
      final Instant now = InstantSource.system().instant();
      try (PluginHost host = Plugins.of(file)) {
        final InstalledPlugin plugin = host.plugins().getFirst();
        PluginsCommand.describe(plugin, out);
        if (plugin.problem().isPresent()) {
          throw new CommandException(file + ": " + plugin.problem().get());
        }
        for (int i = 0; i < samples.size(); i++) {
          read(host.protocols().all(), manifests.get(i), samples.get(i), now, out);
        }
        final Optional<PluginHost.Defect> defect = host.defect(samples, now);
        if (defect.isPresent()) {
          throw new CommandException(shown(defect.get()));
        }
        out.println("any bytes    it stands them");
      }
      return Failures.OK;
    }

    /** With the bytes in a file, so that the plugin's author can see it happen again. */
    private static String shown(PluginHost.Defect defect) throws IOException {
      final Path bytes = Files.createTempFile("aircheck-check", ".manifest");
      Files.write(bytes, defect.manifest().bytes());
      return defect.what() + " (with the bytes in " + bytes + ")";
    }

    private List<Manifest> samples() throws CommandException, IOException {
      final List<Manifest> samples = new ArrayList<>();
      for (Path manifest : manifests) {
        if (!Files.isRegularFile(manifest) || Files.size(manifest) > LARGEST_MANIFEST) {
          throw new CommandException(manifest + " is no file, or too large for a manifest");
        }
        samples.add(new Manifest(url, "", Files.readAllBytes(manifest)));
      }
      return samples;
    }

    private static void read(
        List<Protocol> protocols, Path path, Manifest manifest, Instant now, PrintWriter out)
        throws CommandException {
      boolean recognised = false;
      for (Protocol protocol : protocols) {
        final Recognition by = protocol.recognises(manifest);
        if (by != Recognition.NONE) {
          recognised = true;
          out.println(path + ": recognised by \"" + protocol.id() + "\", by its " + words(by));
          read(protocol, path, manifest, now, out);
        }
      }
      if (!recognised) {
        throw new CommandException(
            path
                + ": no protocol of the plugin recognises it; if it goes by the address, give --url");
      }
    }

    private static String listed(Track track) {
      if (track.manifest().isPresent()) {
        return "its list is at " + track.manifest().get();
      }
      final List<Segment> segments = track.segments();
      return segments.isEmpty()
          ? "0 segments"
          : segments.size()
              + " segments, "
              + segments.getFirst().sequence()
              + " to "
              + segments.getLast().sequence()
              + ", the last lasts "
              + Durations.text(segments.getLast().duration().duration())
              + " and is at "
              + segments.getLast().uri();
    }

    private static String words(Recognition by) {
      return by.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void read(
        Protocol protocol, Path path, Manifest manifest, Instant now, PrintWriter out)
        throws CommandException {
      try {
        final Presentation read = protocol.read(manifest, now);
        for (Track track : read.tracks()) {
          out.println("  track " + track.id() + ": " + listed(track));
        }
        read.warnings().forEach(warning -> out.println("  warning " + warning));
      } catch (MalformedManifestException e) {
        throw new CommandException(path + ": " + e.getMessage());
      }
    }
  }
}
