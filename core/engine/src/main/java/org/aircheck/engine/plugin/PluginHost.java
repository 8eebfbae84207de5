package org.aircheck.engine.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.playout.Playout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that were found in some folders. A broken one is listed with its problem and takes
 * nothing else down.
 *
 * <p>Immutable once loaded.
 */
public final class PluginHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

  private final UnpackedPlugins unpacked;

  /** What is deleted in the end. */
  private final Optional<Path> own;

  /**
   * Each plugin has a PF4J of its own: in one for all, a plugin that can't be resolved keeps the
   * next ones from being loaded.
   */
  private final List<SpiPluginManager> managers = new ArrayList<>();

  private final List<InstalledPlugin> plugins = new ArrayList<>();
  private final List<GuardedProtocol> protocols = new ArrayList<>();
  private final List<Playout> playouts = new ArrayList<>();

  private PluginHost(UnpackedPlugins unpacked, Optional<Path> own) {
    this.unpacked = unpacked;
    this.own = own;
  }

  /**
   * Loads every {@code *.zip} of some folders, in the order of the folders and their files' names.
   *
   * @param folders may be missing; of two plugins with one id the first is used
   * @param cache where zips are unpacked to; created when needed
   * @param disabled the ids of those that are listed and not used
   */
  public static PluginHost load(List<Path> folders, Path cache, Set<String> disabled) {
    final PluginHost host = new PluginHost(new UnpackedPlugins(cache), Optional.empty());
    folders.stream().flatMap(folder -> zips(folder).stream()).forEach(z -> host.add(z, disabled));
    return host;
  }

  /**
   * Loads one file alone, of which nothing is left when this is closed.
   *
   * @param cache where it is unpacked to for as long; created when needed
   * @throws PluginException when there is no such file; any other defect is the listed plugin's
   */
  public static PluginHost of(Path zip, Path cache) throws PluginException {
    if (!Files.isRegularFile(zip)) {
      throw new PluginException("there is no file " + zip);
    }
    final Path apart = new UnpackedPlugins(cache).room();
    final PluginHost host = new PluginHost(new UnpackedPlugins(apart), Optional.of(apart));
    host.add(zip.toAbsolutePath().normalize(), Set.of());
    return host;
  }

  /** The version of the SPI that plugins are checked against. */
  public static String spiVersion() {
    return SpiVersion.CURRENT.toString();
  }

  /** Every plugin file that was found. */
  public List<InstalledPlugin> plugins() {
    return List.copyOf(plugins);
  }

  /** The protocols of the plugins that are used. */
  public Protocols protocols() {
    return Protocols.of(List.copyOf(protocols));
  }

  /** The playouts of the plugins that are used. */
  public List<Playout> playouts() {
    return List.copyOf(playouts);
  }

  /**
   * What a protocol does against its contract.
   *
   * @param manifest that it does it with
   */
  public record Defect(String what, Manifest manifest) {}

  /**
   * Has the protocols read manifests as recording and replaying does, and gives them bytes that no
   * origin would send, samples with changes among them.
   *
   * @param samples each is held against the protocols that recognise it
   * @param now an instant at which they list something
   * @return the first that one did against its contract; empty when all stood it
   * @throws MalformedManifestException when a sample can't be read by who recognises it
   */
  public Optional<Defect> defect(List<Manifest> samples, Instant now)
      throws MalformedManifestException {
    for (GuardedProtocol protocol : protocols) {
      for (Manifest sample : samples) {
        if (protocol.recognises(sample) != Recognition.NONE) {
          final Optional<String> what = SampleCheck.defect(protocol, sample, now);
          if (what.isPresent()) {
            return Optional.of(
                new Defect("the protocol \"" + protocol.id() + "\": " + what.get(), sample));
          }
        }
      }
      final Optional<Defect> broken = ArbitraryBytes.defect(protocol, samples);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    managers.forEach(SpiPluginManager::close);
    try {
      if (own.isPresent()) {
        UnpackedPlugins.delete(own.get());
      }
    } catch (IOException e) {
      LOG.warn("{} can't be deleted: {}", own.get(), e.toString());
    }
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
  private void add(Path zip, Set<String> disabled) {
    Descriptor descriptor = Descriptor.unreadable(zip);
    try {
      final Path folder = unpacked.unpack(zip);
      descriptor = Descriptor.read(folder);
      if (disabled.contains(descriptor.id())) {
        plugins.add(
            new InstalledPlugin(descriptor, zip, List.of(), List.of(), true, Optional.empty()));
        return;
      }
      check(descriptor);
      final SpiPluginManager manager = new SpiPluginManager(folder);
      managers.add(manager);
      plugins.add(use(descriptor, zip, manager.extensions()));
    } catch (Throwable e) {
      LOG.debug("plugin {}", zip, e);
      final Optional<String> problem = Optional.of(Problems.of(e));
      plugins.add(new InstalledPlugin(descriptor, zip, List.of(), List.of(), false, problem));
    }
  }

  private void check(Descriptor descriptor) throws PluginException {
    for (InstalledPlugin other : plugins) {
      if (other.id().equals(descriptor.id()) && other.problem().isEmpty()) {
        throw new PluginException("there is a plugin of this id already: " + other.file());
      }
    }
    final Optional<String> refusal = SpiVersion.CURRENT.refuses(descriptor.requires());
    if (refusal.isPresent()) {
      throw new PluginException(refusal.get());
    }
  }

  /** All of a plugin's extensions, or none. */
  private InstalledPlugin use(Descriptor descriptor, Path zip, List<Object> extensions)
      throws PluginException {
    final List<GuardedProtocol> read = new ArrayList<>();
    final List<Playout> played = new ArrayList<>();
    for (Object extension : extensions) {
      switch (extension) {
        case Protocol protocol -> read.add(new GuardedProtocol(protocol, zip));
        case Playout playout -> played.add(new GuardedPlayout(playout, zip));
        default ->
            throw new PluginException(
                extension.getClass().getName() + " is neither a protocol nor a playout");
      }
    }
    if (extensions.isEmpty()) {
      throw new PluginException(
          "it names neither a protocol nor a playout in META-INF/extensions.idx");
    }
    final List<String> ids = read.stream().map(Protocol::id).toList();
    final List<String> broadcasts = played.stream().map(Playout::id).toList();
    if (Set.copyOf(ids).size() < ids.size() || Set.copyOf(broadcasts).size() < broadcasts.size()) {
      throw new PluginException(
          "two of its extensions have one name: "
              + Stream.concat(ids.stream(), broadcasts.stream()).collect(Collectors.joining(", ")));
    }
    final Protocols there = protocols();
    for (String id : ids) {
      if (there.named(id).isPresent()) {
        throw new PluginException("another plugin reads the protocol \"" + id + "\" already");
      }
    }
    for (Playout playout : playouts) {
      if (broadcasts.contains(playout.id())) {
        throw new PluginException("another plugin is the playout \"" + playout.id() + "\" already");
      }
    }
    protocols.addAll(read);
    playouts.addAll(played);
    return new InstalledPlugin(descriptor, zip, ids, broadcasts, false, Optional.empty());
  }
}
