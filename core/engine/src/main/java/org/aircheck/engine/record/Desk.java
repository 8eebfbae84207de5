package org.aircheck.engine.record;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.store.SessionWriter;

/**
 * What all parts of one recording share: where media comes from and goes to, the time, and the
 * mailbox of the thread that owns the recording's state.
 *
 * @param mailbox the only part that other threads touch
 * @param listener hears what happened; called on the recorder's thread
 */
record Desk(
    Origin origin,
    SessionWriter writer,
    InstantSource clock,
    Timers timers,
    BlockingQueue<Runnable> mailbox,
    Traffic traffic,
    Guard guard,
    Consumer<Event> listener) {

  Instant now() {
    return clock.instant();
  }

  void post(Runnable message) {
    mailbox.add(message);
  }

  void tell(Event event) {
    listener.accept(event);
  }

  void trouble(String message) {
    tell(new Event.Trouble(now(), message));
  }
}
