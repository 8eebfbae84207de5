package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a plugin says of itself in {@code plugin.properties}.
 *
 * @param id the file's name when the descriptor can't be read
 * @param version empty when it can't be read
 * @param requires the version of the SPI that it was compiled against; empty when it can't be read
 * @param description may be empty
 * @param provider may be empty
 * @param license may be empty
 */
public record Descriptor(
    String id,
    String version,
    String requires,
    String description,
    String provider,
    String license) {
  static final String FILE = "plugin.properties";
  private static final long LARGEST = 64 << 10;

  /** Of a file that can't be read as a plugin. */
  static Descriptor unreadable(Path zip) {
    return new Descriptor(zip.getFileName().toString(), "", "", "", "", "");
  }

  /** Reads the descriptor of an unpacked plugin. */
  static Descriptor read(Path folder) throws IOException, PluginException {
    final Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw new PluginException("it is no plugin: there is no " + FILE + " in it");
    }
    final Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new PluginException(FILE + " can't be read: " + e.getMessage());
    }
    final Descriptor descriptor =
        new Descriptor(
            value(properties, "id"),
            value(properties, "version"),
            value(properties, "requires"),
            value(properties, "description"),
            value(properties, "provider"),
            value(properties, "license"));
    descriptor.check();
    if (!value(properties, "dependencies").isEmpty()) {
      throw new PluginException(
          "plugin.dependencies in "
              + FILE
              + ": a plugin brings what it needs in its lib folder, and can't lean on another");
    }
    return descriptor;
  }

  private void check() throws PluginException {
    // The id becomes a file's name when the plugin is installed.
    if (!id.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      throw new PluginException(
          "plugin.id in " + FILE + " must be of a-z, 0-9, - and _, is \"" + id + '"');
    }
    if (!version.matches("[0-9A-Za-z][0-9A-Za-z._+-]{0,63}")) {
      throw new PluginException(
          "plugin.version in " + FILE + " must be like 1.0.0, is \"" + version + '"');
    }
  }

  private static String value(Properties properties, String name) {
    return properties.getProperty("plugin." + name, "").strip().replaceAll("\\p{Cntrl}", " ");
  }
}
