package org.aircheck.testkit.live;

import java.time.Duration;

/**
 * One request, as what a site's answer depends on.
 *
 * @param authority the Host header: name and port
 * @param path as sent, with its leading slash
 * @param query as sent, without question mark; empty for none
 * @param elapsed since the channel's start; negative for before
 * @param attempt the how manieth request for this path this is, from 1
 */
public record Visit(String authority, String path, String query, Duration elapsed, int attempt) {

  /** The same request, made at another time. */
  public Visit at(Duration other) {
    return new Visit(authority, path, query, other, attempt);
  }

  /** The path and the query, as sent. */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
