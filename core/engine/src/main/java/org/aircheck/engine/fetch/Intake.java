package org.aircheck.engine.fetch;

import java.nio.ByteBuffer;

/**
 * Lets the part of a body that was asked for into its sink, up to the limit. Used by one thread.
 */
final class Intake {
  private final Part part;
  private final long limit;
  private final Sink sink;
  private long toSkip;
  private long taken;

  Intake(Part part, long limit, Sink sink) {
    this.part = part;
    this.limit = limit;
    this.sink = sink;
    this.toSkip = part.skip();
  }

  /**
   * Takes what it wants from a buffer, and passes over the rest.
   *
   * @return whether it wants more
   * @throws FetchFailure when the body is larger than the limit, up to which it was taken
   */
  boolean accept(ByteBuffer bytes) throws InterruptedException, FetchFailure {
    final int skipped = (int) Math.min(toSkip, bytes.remaining());
    bytes.position(bytes.position() + skipped);
    toSkip -= skipped;
    final long wanted = Math.min(bytes.remaining(), part.length() - taken);
    final long allowed = Math.min(wanted, limit - taken);
    if (allowed > 0) {
      bytes.limit(bytes.position() + (int) allowed);
      sink.write(bytes);
      taken += allowed;
    }
    if (allowed < wanted) {
      throw new FetchFailure("larger than the limit of " + limit + " bytes");
    }
    return taken < part.length();
  }

  /** Checks at the body's end that all came that was asked for. */
  void end() throws FetchFailure {
    if (part.exact() && taken < part.length()) {
      throw new FetchFailure(taken + " of the " + part.length() + " bytes asked for were answered");
    }
  }
}
