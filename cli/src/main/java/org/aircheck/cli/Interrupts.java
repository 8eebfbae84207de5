package org.aircheck.cli;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl+C and SIGTERM as a count of how often the user asked to stop, for as long as this is open.
 */
final class Interrupts implements AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final SignalHandler earlierInterrupt;
  private final SignalHandler earlierTerminate;

  /**
   * Takes the signals over.
   *
   * @param asked hears how often it was asked, from 1; on a thread of the JVM's
   */
  Interrupts(IntConsumer asked) {
    final SignalHandler handler = signal -> asked.accept(count.incrementAndGet());
    earlierInterrupt = Signal.handle(new Signal("INT"), handler);
    earlierTerminate = Signal.handle(new Signal("TERM"), handler);
  }

  @Override
  public void close() {
    Signal.handle(new Signal("INT"), earlierInterrupt);
    Signal.handle(new Signal("TERM"), earlierTerminate);
  }
}
