package org.aircheck.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A file for the summary, if there is one: JSON when its name ends so, else text. */
final class SummaryFile {
  private final Optional<Path> path;

  private SummaryFile(Optional<Path> path) {
    this.path = path;
  }

  /** Sees first whether it can be written to, as the summary comes last. */
  static SummaryFile of(Optional<Path> path) throws CommandException {
    if (path.isPresent()) {
      final Path parent = path.get().toAbsolutePath().getParent();
      final boolean writable =
          parent != null
              && Files.isWritable(parent)
              && !Files.isDirectory(path.get())
              && (!Files.exists(path.get()) || Files.isWritable(path.get()));
      if (!writable) {
        throw new CommandException("can't write the summary to " + path.get());
      }
    }
    return new SummaryFile(path);
  }

  void write(List<String> text, ObjectNode json) throws IOException {
    if (path.isEmpty()) {
      return;
    }
    final boolean asJson = path.get().toString().toLowerCase(Locale.ROOT).endsWith(".json");
    Files.writeString(
        path.get(), asJson ? json.toPrettyString() + "\n" : String.join("\n", text) + "\n");
  }
}
