package org.aircheck.engine.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aircheck.spi.Playout;
import org.aircheck.spi.Protocol;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that were found in some folders. A broken one is listed with its problem and takes
 * nothing else down.
 *
 * <p>Immutable once loaded.
 */
public final class PluginHost implements AutoCloseable {
  /**
   * The version of {@code org.aircheck.spi} that plugins are checked against (their {@code
   * plugin.requires}).
   */
  public static final String SPI_VERSION = "0.1.0";

  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

  private final SpiPluginManager manager;
  private final List<InstalledPlugin> plugins = new ArrayList<>();
  private final List<Protocol> protocols = new ArrayList<>();
  private final List<Playout> playouts = new ArrayList<>();

  private PluginHost(SpiPluginManager manager) {
    this.manager = manager;
  }

  /**
   * Loads every {@code *.zip} of some folders, in the order of the folders and their files' names.
   *
   * @param folders may be missing; of two plugins with one id the first is used
   * @param cache where zips are unpacked to; created when needed
   */
  public static PluginHost load(List<Path> folders, Path cache) {
    final PluginHost host = new PluginHost(new SpiPluginManager(cache, SPI_VERSION));
    final UnpackedPlugins unpacked = new UnpackedPlugins(cache);
    for (Path folder : folders) {
      zips(folder).forEach(zip -> host.add(zip, unpacked));
    }
    return host;
  }

  /** Every plugin file that was found. */
  public List<InstalledPlugin> plugins() {
    return List.copyOf(plugins);
  }

  /** The protocols of the plugins that are used. */
  public List<Protocol> protocols() {
    return List.copyOf(protocols);
  }

  /** The playouts of the plugins that are used. */
  public List<Playout> playouts() {
    return List.copyOf(playouts);
  }

  @Override
  public void close() {
    // One by one over a copy: PF4J's own loop trips over the list that it shrinks.
    List.copyOf(manager.getPlugins()).forEach(plugin -> manager.unloadPlugin(plugin.getPluginId()));
  }

  private static List<Path> zips(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.zip")) {
      final List<Path> zips = new ArrayList<>();
      stream.forEach(zip -> zips.add(zip.toAbsolutePath().normalize()));
      zips.sort(null);
      return zips;
    } catch (IOException e) {
      LOG.warn("can't list the plugins in {}: {}", folder, e.getMessage());
      return List.of();
    }
  }

  /**
   * Everything that a foreign file can throw, errors of linking included, becomes a line in the
   * list.
   */
  private void add(Path zip, UnpackedPlugins unpacked) {
    try {
      plugins.add(load(zip, unpacked.unpack(zip)));
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("plugin {}", zip, e);
      plugins.add(broken(zip, message(e)));
    }
  }

  private InstalledPlugin load(Path zip, Path folder) {
    final String id = manager.loadPlugin(folder);
    final PluginWrapper plugin = manager.getPlugin(id);
    final String version = plugin.getDescriptor().getVersion();
    final String description =
        Optional.ofNullable(plugin.getDescriptor().getPluginDescription()).orElse("");
    if (manager.startPlugin(id) != PluginState.STARTED) {
      final String requires = plugin.getDescriptor().getRequires();
      final String why =
          plugin.getPluginState() == PluginState.DISABLED
              ? "it requires SPI " + requires + ", this is " + SPI_VERSION
              : "it does not start: "
                  + message(
                      Optional.ofNullable(plugin.getFailedException()).orElseGet(Throwable::new));
      return new InstalledPlugin(id, version, description, zip, List.of(), Optional.of(why));
    }
    final List<Protocol> found = manager.getExtensions(Protocol.class, id);
    final List<Playout> played = manager.getExtensions(Playout.class, id);
    final List<String> ids =
        Stream.concat(found.stream().map(Protocol::id), played.stream().map(Playout::id)).toList();
    if (ids.isEmpty()) {
      return new InstalledPlugin(
          id,
          version,
          description,
          zip,
          ids,
          Optional.of("it names neither a protocol nor a playout in META-INF/extensions.idx"));
    }
    protocols.addAll(found);
    playouts.addAll(played);
    return new InstalledPlugin(id, version, description, zip, ids, Optional.empty());
  }

  private static InstalledPlugin broken(Path zip, String why) {
    return new InstalledPlugin(
        zip.getFileName().toString(), "", "", zip, List.of(), Optional.of(why));
  }

  private static String message(Throwable e) {
    return Optional.ofNullable(e.getMessage())
        .orElse(e.getClass().getSimpleName())
        .lines()
        .findFirst()
        .orElse("");
  }
}
