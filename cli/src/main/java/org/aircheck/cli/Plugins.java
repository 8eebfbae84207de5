package org.aircheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.plugin.PluginHost;

/** Where plugins are: the distribution's folder and the user's. */
final class Plugins {
  private Plugins() {}

  static PluginHost load() {
    final List<Path> folders = new ArrayList<>();
    Optional.ofNullable(System.getProperty("aircheck.home"))
        .ifPresent(home -> folders.add(Path.of(home, "plugins")));
    final Path own = userFolder();
    folders.add(own.resolve("plugins"));
    return PluginHost.load(folders, own.resolve("cache").resolve("plugins"));
  }

  /** {@code ~/.aircheck}, or what the variable AIRCHECK_CONFIG says. */
  static Path userFolder() {
    return Optional.ofNullable(System.getenv("AIRCHECK_CONFIG"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".aircheck"));
  }
}
