package org.aircheck.cli;

import java.nio.file.Path;
import org.aircheck.engine.store.Sessions;
import picocli.CommandLine.Option;

/** The folder that sessions lie in, for commands that look at one. */
final class SessionFolder {
  @Option(
      names = {"-f", "--folder"},
      paramLabel = "DIR",
      defaultValue = "sessions",
      description = "The folder of the sessions (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path folder;

  Sessions sessions() {
    return new Sessions(folder);
  }

  Path path() {
    return folder;
  }
}
