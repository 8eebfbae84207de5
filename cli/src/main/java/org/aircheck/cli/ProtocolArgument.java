package org.aircheck.cli;

import org.aircheck.engine.protocol.Protocols;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --protocol}. */
final class ProtocolArgument {
  @Option(
      names = "--protocol",
      paramLabel = "ID",
      description =
          "The protocol to read the manifest by (default: by its content; 'aircheck plugins list' has all).")
  private @Nullable String protocol;

  /** The protocols that there are, with the one that was asked for. */
  Protocols choose(Protocols there) throws CommandException {
    final String asked = protocol;
    return asked == null
        ? there
        : there
            .asking(asked)
            .orElseThrow(() ->
                new CommandException(
                    "there is no protocol \"" + asked + "\"; installed: " + there.names()));
  }
}
