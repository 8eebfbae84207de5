package org.aircheck.engine.fetch;

/**
 * Where media comes from.
 *
 * <p>Thread-safe; a call blocks its thread, which is a virtual one as a rule, for one request with
 * its redirects.
 */
@FunctionalInterface
public interface Origin {

  /**
   * Makes one request, without repeating it.
   *
   * <p>What goes wrong on the way is part of the exchange and never thrown: see {@link
   * Exchange#error()}.
   *
   * @throws InterruptedException when the thread is interrupted while waiting; the connection is
   *     given up
   * @throws java.io.UncheckedIOException when the body can't be written to {@link Ask#into()}: a
   *     local failure
   */
  Exchange fetch(Ask ask) throws InterruptedException;
}
