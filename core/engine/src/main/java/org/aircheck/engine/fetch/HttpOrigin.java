package org.aircheck.engine.fetch;

import java.time.InstantSource;
import java.util.List;
import org.aircheck.engine.time.Pacer;

/**
 * Origins over HTTP: 1.1 with kept connections, and 2 where TLS offers it.
 *
 * <p>Redirects are followed, ten at most and to http and https only. Content coding is undone; gzip
 * is asked for where the body is kept in memory. A request is sent a second time in one case only:
 * when the connection that it went to had served before and the origin turns out to have closed it.
 * Cookies that origins set live as long as this object. No error, no log line and no {@code
 * toString} shows a header that was sent, a cookie or a proxy's password.
 *
 * <p>Thread-safe. One object has one set of connections, two threads for events and one rate limit:
 * share it.
 */
public final class HttpOrigin implements Origin, AutoCloseable {
  private final Parts parts;

  /** What a request needs. */
  record Parts(
      HttpOptions options,
      Wire wire,
      CookieJar jar,
      Throttle throttle,
      InstantSource clock,
      Pacer pacer) {}

  /**
   * Reads the cookie file and makes no connection yet.
   *
   * @param clock gives the exchanges' instants, and cookies their age
   * @param pacer waits for answers, and for the rate limit; on the same clock
   * @throws CookieFileException when the cookie file can't be used
   */
  public HttpOrigin(HttpOptions options, InstantSource clock, Pacer pacer) {
    final CookieJar jar = new CookieJar(options.cookies().map(CookieFile::read).orElse(List.of()));
    final Throttle throttle = new Throttle(options.limitRate(), clock, pacer);
    this.parts = new Parts(options, new Wire(options, clock), jar, throttle, clock, pacer);
  }

  @Override
  public Exchange fetch(Ask ask) throws InterruptedException {
    return new Trip(ask, parts).make();
  }

  /** Closes all connections; requests under way end with an error. */
  @Override
  public void close() {
    parts.wire().close();
  }
}
