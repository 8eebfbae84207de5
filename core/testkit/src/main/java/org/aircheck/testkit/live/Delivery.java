package org.aircheck.testkit.live;

import java.time.Duration;

/** How an answer gets onto the wire. */
public sealed interface Delivery {

  /** As fast as possible. */
  record Whole() implements Delivery {}

  /** The whole length is announced, but the connection is closed after some bytes of the body. */
  record Cut(int after) implements Delivery {}

  /** The connection is reset after some bytes of the body. */
  record Reset(int after) implements Delivery {}

  /** The connection is closed without an answer. */
  record Hangup() implements Delivery {}

  /** The body comes in small pieces, spread evenly over a time. */
  record Slow(Duration over) implements Delivery {}

  /** After some bytes of the body, nothing comes for a while; then the rest. */
  record Stall(int after, Duration pause) implements Delivery {}
}
