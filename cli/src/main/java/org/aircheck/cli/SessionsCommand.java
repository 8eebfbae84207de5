package org.aircheck.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.aircheck.engine.store.Listing;
import org.aircheck.engine.store.SessionInfo;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aircheck sessions}. */
@Command(
    name = "sessions",
    description = "What is on disk, and whether it is whole.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SessionsCommand.ListSessions.class,
      SessionsCommand.Show.class,
      SessionsCommand.Verify.class,
      SessionsCommand.Remove.class
    })
@SuppressWarnings("NullAway.Init") // set by picocli
final class SessionsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing what to do: list, show, verify or rm");
  }

  /** {@code aircheck sessions list}. */
  @Command(name = "list", description = "List the sessions.", mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class ListSessions implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SessionFolder folder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      final Listing listing = folder.sessions().list();
      if (json) {
        out.println(SessionJson.list(folder.sessions(), listing));
        return Failures.OK;
      }
      for (SessionInfo info : listing.sessions()) {
        try (SessionReader reader = folder.sessions().read(info.name())) {
          final SessionFigures figures = SessionFigures.of(reader);
          out.println(
              String.format(
                  Locale.ROOT,
                  "%-20s %s  %8s  %10s  %-9s  %s",
                  info.name(),
                  info.created().toString().substring(0, 16).replace('T', ' '),
                  Durations.text(figures.length()),
                  Sizes.text(figures.bytes()),
                  figures.state(),
                  info.source()));
        }
      }
      listing
          .broken()
          .forEach(b ->
              out.println(
                  String.format(Locale.ROOT, "%-20s unreadable: %s", b.name(), b.message())));
      if (listing.sessions().isEmpty() && listing.broken().isEmpty()) {
        out.println("no sessions in " + folder.path());
      }
      return Failures.OK;
    }
  }

  /** {@code aircheck sessions show SESSION}. */
  @Command(
      name = "show",
      description = "Show a session's tracks, epochs, gaps and runs.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SessionFolder folder;

    @Parameters(paramLabel = "SESSION", description = "The session's name.")
    private String session;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      try (SessionReader reader = folder.sessions().read(session)) {
        if (json) {
          out.println(SessionJson.show(reader));
        } else {
          SessionText.show(reader).forEach(out::println);
        }
      }
      return Failures.OK;
    }
  }

  /** {@code aircheck sessions verify SESSION...}. */
  @Command(
      name = "verify",
      description = "Check every body against its hash, and the database.",
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 whole, 1 damaged or not readable, 2 wrong usage."})
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SessionFolder folder;

    @Parameters(paramLabel = "SESSION", arity = "1..*", description = "The sessions' names.")
    private List<String> names;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      int code = Failures.OK;
      for (String name : names) {
        final Verification result = folder.sessions().verify(name);
        if (json) {
          out.println(SessionJson.verification(name, result));
        } else {
          SessionText.verification(name, result).forEach(out::println);
        }
        code = result.whole() ? code : Failures.FAILED;
      }
      return code;
    }
  }

  /** {@code aircheck sessions rm SESSION...}. */
  @Command(name = "rm", description = "Remove sessions for good.", mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SessionFolder folder;

    @Parameters(paramLabel = "SESSION", arity = "1..*", description = "The sessions' names.")
    private List<String> names;

    @Option(
        names = {"-y", "--yes"},
        description = "Don't ask.")
    private boolean yes;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      for (String name : names) {
        if (!yes && Output.isTerminal() && !agreed(name)) {
          out.println(name + ": kept");
          continue;
        }
        folder.sessions().remove(name);
        out.println(name + ": removed");
      }
      return Failures.OK;
    }

    private static boolean agreed(String name) {
      final Console console = System.console();
      return console != null
          && String.valueOf(console.readLine("Remove %s for good? [y/N] ", name))
              .strip()
              .equalsIgnoreCase("y");
    }
  }
}
