package org.aircheck.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A run that only loads classes: the build watches it to make the start-up cache. It describes each
 * command to nobody, which is what every start does first.
 */
@Command(name = "rehearse", hidden = true, description = "Makes the start-up cache; for the build.")
final class Rehearsal implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter nobody =
        new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    CommandLine whole = Aircheck.commandLine().setOut(nobody).setErr(nobody);
    whole.execute("--version");
    whole.execute("--help");
    whole.execute();
    describe(spec.root().commandLine(), nobody);
    spec.commandLine().getOut().println("rehearsed");
  }

  private static void describe(CommandLine command, PrintWriter out) {
    command.usage(out);
    command.getSubcommands().values().forEach(each -> describe(each, out));
  }
}
