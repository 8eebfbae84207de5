package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: {@code aircheck COMMAND ...}. */
@Command(
    name = "aircheck",
    description = "Records live streams exactly as they were served and replays them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; a recording is complete",
      "1:failed, for the reason that is said in one line",
      "2:the command line can't be understood",
      "3:recorded, or found, with gaps"
    },
    subcommands = {
      RecordCommand.class,
      ArchiveCommand.class,
      ReplayCommand.class,
      LoopCommand.class,
      MergeCommand.class,
      InspectCommand.class,
      SessionsCommand.class,
      PluginsCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      Rehearsal.class
    })
public final class Aircheck implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more, and show where errors come from.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say only what went wrong, and the result.")
  private boolean quiet;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Write a log with all details to this file.")
  @SuppressWarnings("NullAway.Init") // null means none, to picocli
  private Path logFile;

  private Aircheck() {}

  public static void main(String[] args) {
    final PrintWriter out = Output.standard(System.out);
    final PrintWriter err = Output.standard(System.err);
    final int code = asksVersion(args) ? printVersion(out) : run(args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * The question that scripts ask most: answered without loading all commands, which takes longer
   * than the rest.
   */
  private static boolean asksVersion(String[] args) {
    return args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
  }

  private static int printVersion(PrintWriter out) {
    out.println("aircheck " + Version.number());
    return Failures.OK;
  }

  /** Runs a command line to its end; the exit code. */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return commandLine().setOut(out).setErr(err).execute(args);
  }

  /** The command line with all commands, not yet run. */
  static CommandLine commandLine() {
    final Aircheck program = new Aircheck();
    return new CommandLine(program)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionStrategy(program::execute)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> Failures.report(e, line, program.verbose));
  }

  private int execute(ParseResult parsed) {
    if (parsed.hasSubcommand() && !parsed.subcommand().isUsageHelpRequested()) {
      Logging.configure(verbose, Optional.ofNullable(logFile));
    }
    return new RunLast().execute(parsed);
  }

  /** Whether only errors and results are wanted. */
  boolean quiet() {
    return quiet;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
