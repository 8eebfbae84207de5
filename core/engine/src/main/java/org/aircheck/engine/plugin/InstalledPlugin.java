package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plugin file that was found.
 *
 * @param descriptor what it says of itself
 * @param file the zip, absolute
 * @param protocols the ids of the protocols that it brings
 * @param playouts the ids of the playouts that it brings
 * @param disabled whether the user has switched it off
 * @param problem why it can't be used, in one line; empty when it can
 */
public record InstalledPlugin(
    Descriptor descriptor,
    Path file,
    List<String> protocols,
    List<String> playouts,
    boolean disabled,
    Optional<String> problem) {
  /** Copies the lists. */
  public InstalledPlugin {
    protocols = List.copyOf(protocols);
    playouts = List.copyOf(playouts);
  }

  /** The plugin's id. */
  public String id() {
    return descriptor.id();
  }
}
