package org.aircheck.testkit;

import java.time.InstantSource;

/** The machine's own clock, for tests that run in real time. */
@SuppressForbidden
public final class SystemTime {
  private SystemTime() {}

  /** The system's clock; to be passed in where logic wants one. */
  public static InstantSource clock() {
    return InstantSource.system();
  }

  /** Blocks for a moment; only {@link Poll} may, between two looks. */
  static void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}
