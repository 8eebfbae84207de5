package org.aircheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
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
      final List<InstalledPlugin> others;
      try (PluginHost host = Plugins.all()) {
        others = host.plugins();
      }
      final InstalledPlugin plugin =
          Plugins.folder().install(file, Optional.ofNullable(sha256), others);
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

    @Override
    public Integer call() throws Exception {
      final PrintWriter out = spec.commandLine().getOut();
      try (PluginHost host = Plugins.of(file)) {
        final InstalledPlugin plugin = host.plugins().getFirst();
        PluginsCommand.describe(plugin, out);
        if (plugin.problem().isPresent()) {
          throw new CommandException(file + ": " + plugin.problem().get());
        }
        final List<byte[]> samples = samples();
        for (Protocol protocol : host.protocols().all()) {
          for (int i = 0; i < samples.size(); i++) {
            read(protocol, manifests.get(i), samples.get(i), out);
          }
        }
        final Optional<String> defect = host.defect(samples);
        if (defect.isPresent()) {
          throw new CommandException(defect.get());
        }
        out.println("any bytes    it stands them");
      }
      return Failures.OK;
    }

    private List<byte[]> samples() throws CommandException, IOException {
      final List<byte[]> samples = new ArrayList<>();
      for (Path manifest : manifests) {
        if (!Files.isRegularFile(manifest) || Files.size(manifest) > LARGEST_MANIFEST) {
          throw new CommandException(manifest + " is no file, or too large for a manifest");
        }
        samples.add(Files.readAllBytes(manifest));
      }
      return samples;
    }

    private void read(Protocol protocol, Path path, byte[] bytes, PrintWriter out)
        throws CommandException {
      final Manifest manifest = new Manifest(url, "", bytes);
      out.println(path + ": recognised by " + protocol.recognises(manifest));
      try {
        final Presentation read = protocol.read(manifest, InstantSource.system().instant());
        for (Track track : read.tracks()) {
          out.println("  track " + track.id() + ": " + track.segments().size() + " segments");
        }
        read.warnings().forEach(warning -> out.println("  warning " + warning));
      } catch (MalformedManifestException e) {
        throw new CommandException(path + ": " + e.getMessage());
      }
    }
  }
}
