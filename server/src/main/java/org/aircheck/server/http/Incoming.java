package org.aircheck.server.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as this server heeds it.
 *
 * @param target path and query as sent, without the leading slash
 * @param keepAlive whether another request may follow on the connection
 * @param gzip whether the answer may be compressed
 * @param privateNetwork whether a browser asks if a public page may reach this private address
 */
record Incoming(
    Method method,
    String target,
    boolean keepAlive,
    boolean gzip,
    boolean privateNetwork,
    @Nullable String range,
    Conditions conditions) {

  /** What is to be done. */
  enum Method {
    GET,
    HEAD,
    OPTIONS,
    /** Anything that this server does not do. */
    OTHER
  }

  /** The conditional headers of RFC 9110 section 13, as sent. */
  record Conditions(
      @Nullable String noneMatch, @Nullable String modifiedSince, @Nullable String range) {
    static final Conditions NONE = new Conditions(null, null, null);
  }
}
