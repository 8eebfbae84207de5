package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A plugin file that was found.
 *
 * @param id as its descriptor says; the file's name when that can't be read
 * @param version as its descriptor says; empty when that can't be read
 * @param description as its descriptor says; may be empty
 * @param file the zip, absolute
 * @param protocols the ids of the protocols that it brings
 * @param problem why it is not used, in one line; empty when it is
 */
public record InstalledPlugin(
    String id,
    String version,
    String description,
    Path file,
    List<String> protocols,
    Optional<String> problem) {
  /** Copies the list. */
  public InstalledPlugin {
    protocols = List.copyOf(protocols);
  }
}
