package org.aircheck.engine.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The user's own plugins: a folder of zips, and the list of those that are switched off. Each
 * change is whole or not made at all. Used by one thread.
 */
public final class PluginFolder {
  private static final String DISABLED = "disabled.txt";
  private static final String LOCK = "lock";
  private static final String NOTE =
      "# Plugins that are switched off, an id a line: aircheck plugins enable ID";

  private final Path folder;
  private final Path cache;

  /**
   * A folder, which is made when it is needed.
   *
   * @param cache where plugins are unpacked to
   */
  public PluginFolder(Path folder, Path cache) {
    this.folder = folder.toAbsolutePath().normalize();
    this.cache = cache;
  }

  /** The ids of the plugins that are switched off. */
  public Set<String> disabled() throws IOException {
    final Path file = folder.resolve(DISABLED);
    if (!Files.exists(file)) {
      return Set.of();
    }
    final Set<String> ids = new TreeSet<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        ids.add(line.strip());
      }
    }
    return ids;
  }

  /**
   * Takes a plugin in, when it can be used beside those that are there.
   *
   * @param sha256 what the file's must be, in 64 hexadecimal digits; empty for any
   * @param others those that are installed; asked when nobody else installs anything
   * @return as it is installed
   * @throws PluginException when it can't be used; nothing is changed then
   */
  public InstalledPlugin install(
      Path file, Optional<String> sha256, Supplier<List<InstalledPlugin>> others)
      throws IOException, PluginException {
    if (!Files.isRegularFile(file)) {
      throw new PluginException("there is no file " + file);
    }
    PluginArchive.checkSize(file);
    try (FileChannel ignored = lock()) {
      return installed(file, sha256, others.get());
    }
  }

  private InstalledPlugin installed(
      Path file, Optional<String> sha256, List<InstalledPlugin> others)
      throws IOException, PluginException {
    // What is checked is the copy, which nobody else writes to.
    final Path copy = Files.createTempFile(folder, "install", ".tmp");
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      checkSum(file, copy, sha256);
      final InstalledPlugin plugin = usable(file, copy);
      for (InstalledPlugin other : others) {
        checkBeside(plugin, other);
      }
      final Path target =
          folder.resolve(plugin.id() + "-" + plugin.descriptor().version() + ".zip");
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
      return at(plugin, target);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /**
   * Deletes a plugin's file.
   *
   * @throws PluginException when it is not in this folder, but part of the program
   */
  public void remove(InstalledPlugin plugin) throws IOException, PluginException {
    if (!holds(plugin)) {
      throw new PluginException(
          "\""
              + plugin.id()
              + "\" is a part of Aircheck ("
              + plugin.file()
              + "): switch it off with 'aircheck plugins disable "
              + plugin.id()
              + "'");
    }
    Files.delete(plugin.file());
  }

  /** Whether a plugin's file is in this folder: it is the user's, and not a part of the program. */
  public boolean holds(InstalledPlugin plugin) {
    return folder.equals(plugin.file().getParent());
  }

  /** Switches a plugin on again; nothing when it is on. */
  public void enable(String id) throws IOException {
    try (FileChannel ignored = lock()) {
      final Set<String> ids = new TreeSet<>(disabled());
      if (ids.remove(id)) {
        write(ids);
      }
    }
  }

  /** Switches a plugin off; nothing when it is off. */
  public void disable(String id) throws IOException {
    try (FileChannel ignored = lock()) {
      final Set<String> ids = new TreeSet<>(disabled());
      if (ids.add(id)) {
        write(ids);
      }
    }
  }

  /**
   * Two commands at a time must not both find a place free, nor one write over the other's list.
   */
  private FileChannel lock() throws IOException {
    Files.createDirectories(folder);
    final FileChannel file =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      file.lock(); // for as long as the file is open
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void write(Set<String> ids) throws IOException {
    final List<String> lines = new ArrayList<>(List.of(NOTE));
    lines.addAll(ids);
    final Path fresh = Files.createTempFile(folder, "disabled", ".tmp");
    Files.write(fresh, lines, StandardCharsets.UTF_8);
    Files.move(
        fresh,
        folder.resolve(DISABLED),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void checkSum(Path file, Path copy, Optional<String> sha256)
      throws IOException, PluginException {
    final String sum = UnpackedPlugins.sha256(copy);
    if (sha256.isPresent() && !sha256.get().toLowerCase(Locale.ROOT).equals(sum)) {
      throw new PluginException(file + " is not the file that was meant: its SHA-256 is " + sum);
    }
  }

  private InstalledPlugin usable(Path file, Path copy) throws PluginException {
    try (PluginHost host = PluginHost.of(copy, cache)) {
      final InstalledPlugin plugin = host.plugins().getFirst();
      if (plugin.problem().isPresent()) {
        throw new PluginException(file + ": " + plugin.problem().get());
      }
      return plugin;
    }
  }

  private void checkBeside(InstalledPlugin plugin, InstalledPlugin other) throws PluginException {
    if (other.id().equals(plugin.id())) {
      throw new PluginException(
          "there is a plugin \""
              + other.id()
              + "\" "
              + other.descriptor().version()
              + " already ("
              + other.file()
              + "): "
              + (holds(other)
                  ? "remove it first with 'aircheck plugins remove " + other.id() + "'"
                  : "it is a part of Aircheck; give yours an id of its own"));
    }
    final List<String> both =
        Stream.concat(
                plugin.protocols().stream().filter(other.protocols()::contains),
                plugin.playouts().stream().filter(other.playouts()::contains))
            .toList();
    if (!both.isEmpty()) {
      throw new PluginException(
          "the plugin \""
              + other.id()
              + "\" brings \""
              + both.getFirst()
              + "\" already: switch it off first with 'aircheck plugins disable "
              + other.id()
              + "'");
    }
  }

  private static InstalledPlugin at(InstalledPlugin plugin, Path file) {
    return new InstalledPlugin(
        plugin.descriptor(), file, plugin.protocols(), plugin.playouts(), false, Optional.empty());
  }
}
