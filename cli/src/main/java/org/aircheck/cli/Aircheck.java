package org.aircheck.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code aircheck COMMAND ...}. */
@Command(
    name = "aircheck",
    description = "Records live streams exactly as they were served and replays them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = Rehearsal.class)
public final class Aircheck implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  private Aircheck() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with all commands, not yet run. */
  static CommandLine commandLine() {
    return new CommandLine(new Aircheck());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
