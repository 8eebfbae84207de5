package org.aircheck.engine.store;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.spi.ByteRange;

/**
 * A stored exchange.
 *
 * @param id its row
 * @param run the run that made it
 * @param kind what it was made for
 * @param track the track's id; empty for what belongs to the whole presentation
 * @param requested the address that was asked for
 * @param range the part that was asked for
 * @param redirects the hops on the way
 * @param uri where the last answer came from
 * @param sent when the request was sent
 * @param answered when the last answer's head was there; empty when it never came
 * @param done when the body was complete or the attempt had failed
 * @param status of the last answer; empty when none came
 * @param headers of the last answer, names in lower case
 * @param attempt counted from 1
 * @param error what went wrong on the way
 * @param body what was received; for a 304 the version that it confirmed
 */
public record Observation(
    long id,
    long run,
    ExchangeKind kind,
    OptionalLong track,
    URI requested,
    Optional<ByteRange> range,
    List<Exchange.Hop> redirects,
    URI uri,
    Instant sent,
    Optional<Instant> answered,
    Instant done,
    OptionalInt status,
    Map<String, String> headers,
    int attempt,
    Optional<String> error,
    Optional<BodyRef> body) {

  /**
   * The instant from which the answer counts: when its head was there, else when the attempt had
   * failed.
   */
  public Instant at() {
    return answered.orElse(done);
  }
}
