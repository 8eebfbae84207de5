package org.aircheck.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.Summary;

/** Shows recordings as plain lines, for logs and pipes. */
final class LineDisplay implements Display {
  private static final int STATUS_EVERY = 10;

  private final PrintWriter out;
  private final boolean chatty;
  private int ticks;

  /** Prints to a writer; without {@code chatty} only the end. */
  LineDisplay(PrintWriter out, boolean chatty) {
    this.out = out;
    this.chatty = chatty;
  }

  @Override
  public synchronized void started(String session, String source, String folder) {
    if (chatty) {
      out.println(session + ": recording " + source + " to " + folder);
    }
  }

  @Override
  public synchronized void event(String session, Event event) {
    if (chatty) {
      out.println(session + ": " + Wording.event(event));
    }
  }

  @Override
  public synchronized void progress(Map<String, Progress> recordings) {
    if (chatty && ++ticks % STATUS_EVERY == 0) {
      recordings.forEach((session, progress) -> out.println(Wording.status(session, progress)));
    }
  }

  @Override
  public synchronized void stopping(boolean again) {
    if (chatty) {
      out.println(
          again
              ? "stopping at once"
              : "stopping: finishing what is under way; Ctrl+C again stops at once");
    }
  }

  @Override
  public synchronized void ended(String session, Summary summary, String folder) {
    Wording.summary(session, summary, folder).forEach(out::println);
  }
}
