package org.aircheck.engine.timeline;

import java.net.URI;
import java.util.OptionalLong;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.Observation;

/** How the origin answered one address. */
public sealed interface Reply {

  /**
   * A body.
   *
   * @param observation the exchange that brought it
   * @param body what it brought
   * @param position where the body's first byte stands in the resource: 0 unless it is a part
   * @param total the resource's length in bytes; empty when it is not known
   */
  record Content(Observation observation, BodyRef body, long position, OptionalLong total)
      implements Reply {}

  /**
   * An error status of the origin's own.
   *
   * @param status 400 to 599
   */
  record Failure(Observation observation, int status) implements Reply {}

  /**
   * A redirect.
   *
   * @param status the origin's, 300 to 399
   * @param location where it pointed, absolute
   */
  record Moved(Observation observation, int status, URI location) implements Reply {}

  /** No answer: the connection failed or was closed. */
  record Broken(Observation observation) implements Reply {}

  /** No manifest had announced it by then. */
  record NotYet() implements Reply {}

  /** Nothing was recorded for this address, or not for this part of it. */
  record Unknown() implements Reply {}
}
