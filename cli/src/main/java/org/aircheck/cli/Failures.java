package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.aircheck.engine.fetch.CookieFileException;
import org.aircheck.engine.plugin.PluginException;
import org.aircheck.engine.record.RecordingException;
import org.aircheck.engine.store.StoreException;
import org.aircheck.engine.vod.VodException;
import org.aircheck.server.http.CannotListenException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as one line and an exit code: the only place where that is done. */
final class Failures {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int GAPS = 3;

  private Failures() {}

  /** A command line that can't be understood. */
  static int usage(ParameterException e, String[] args) {
    final CommandLine line = e.getCommandLine();
    final PrintWriter err = line.getErr();
    err.println("aircheck: " + oneLine(String.valueOf(e.getMessage())));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  /** A command that failed. */
  static int report(Exception e, CommandLine line, boolean verbose) {
    line.getErr().println("aircheck: " + describe(e));
    if (verbose) {
      e.printStackTrace(line.getErr());
    }
    LoggerFactory.getLogger("aircheck").debug("failed", e);
    return FAILED;
  }

  /** What happened and what to do, in one line. */
  static String describe(Exception e) {
    return switch (e) {
      case RecordingException known -> oneLine(String.valueOf(known.getMessage()));
      case StoreException known -> oneLine(String.valueOf(known.getMessage()));
      case CookieFileException known -> oneLine(String.valueOf(known.getMessage()));
      case CannotListenException known -> oneLine(String.valueOf(known.getMessage()));
      case VodException known -> oneLine(String.valueOf(known.getMessage()));
      case PluginException known -> oneLine(String.valueOf(known.getMessage()));
      case CommandException known -> oneLine(String.valueOf(known.getMessage()));
      case FileSystemException known -> file(known);
      case InterruptedException ignored -> "interrupted";
      default ->
          "unexpected: " + oneLine(e.toString()) + " (--verbose shows where; please report it)";
    };
  }

  private static String file(FileSystemException e) {
    final String file = String.valueOf(e.getFile());
    return switch (e) {
      case AccessDeniedException denied -> file + " may not be accessed";
      case FileAlreadyExistsException there -> file + " is there already";
      case NoSuchFileException missing -> "there is no " + file;
      default -> oneLine(String.valueOf(e.getMessage()));
    };
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
