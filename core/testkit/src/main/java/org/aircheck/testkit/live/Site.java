package org.aircheck.testkit.live;

/** What an origin serves: a pure function of the request and the time. Thread-safe. */
@FunctionalInterface
public interface Site {
  /** The answer to a request. */
  Reply reply(Visit visit);
}
