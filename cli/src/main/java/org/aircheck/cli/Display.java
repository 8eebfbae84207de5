package org.aircheck.cli;

import java.util.Map;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.Summary;

/**
 * Shows recordings while they are made. Thread-safe: recorders tell of events on their own threads.
 */
interface Display {
  /** A recording begins. */
  void started(String session, String source, String folder);

  /** Something happened. */
  void event(String session, Event event);

  /** How far the recordings are, about once a second, by session. */
  void progress(Map<String, Progress> recordings);

  /** The user asked to stop; {@code again} at once. */
  void stopping(boolean again);

  /** A recording is over. */
  void ended(String session, Summary summary, String folder);
}
