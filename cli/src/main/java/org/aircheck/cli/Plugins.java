package org.aircheck.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginException;
import org.aircheck.engine.plugin.PluginFolder;
import org.aircheck.engine.plugin.PluginHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where plugins are: the distribution's folder and the user's. */
final class Plugins {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private Plugins() {}

  /** Loads all that can be used, for a command to work with; says which can't. */
  static PluginHost load() {
    final PluginHost host = all();
    host.plugins()
        .forEach(plugin ->
            plugin
                .problem()
                .ifPresent(why ->
                    LOG.warn("plugin {} is not used ({}): {}", plugin.id(), plugin.file(), why)));
    return host;
  }

  /** Loads all that can be used. */
  static PluginHost all() {
    final List<Path> folders = new ArrayList<>();
    Optional.ofNullable(System.getProperty("aircheck.home"))
        .ifPresent(home -> folders.add(Path.of(home, "plugins")));
    folders.add(userPlugins());
    return PluginHost.load(folders, cache(), disabled());
  }

  /** Every plugin file that there is. */
  static List<InstalledPlugin> installed() {
    try (PluginHost host = all()) {
      return host.plugins();
    }
  }

  /** Loads one file alone. */
  static PluginHost of(Path file) throws PluginException {
    return PluginHost.of(file, cache());
  }

  /** The user's own plugins. */
  static PluginFolder folder() {
    return new PluginFolder(userPlugins(), cache());
  }

  /** {@code ~/.aircheck}, or what the variable AIRCHECK_CONFIG says. */
  static Path userFolder() {
    return Optional.ofNullable(System.getenv("AIRCHECK_CONFIG"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".aircheck"));
  }

  static Path userPlugins() {
    return userFolder().resolve("plugins");
  }

  private static Path cache() {
    return userFolder().resolve("cache").resolve("plugins");
  }

  private static Set<String> disabled() {
    try {
      return folder().disabled();
    } catch (IOException e) {
      LOG.warn("can't read which plugins are switched off: {}", e.toString());
      return Set.of();
    }
  }
}
