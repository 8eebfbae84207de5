package org.aircheck.engine.store;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.ByteRange;

/**
 * One version of a key, an initialization section or a companion document.
 *
 * @param id unique in the session
 * @param track the track's id; empty for what belongs to the whole presentation
 * @param kind KEY, INITIALIZATION or COMPANION
 * @param uri absolute
 * @param range the part of the resource; empty for the whole
 * @param state PENDING, COMPLETE, PARTIAL or LOST
 * @param announced when a manifest version that needs it was first received
 * @param exchange the exchange that brought its body
 */
public record Asset(
    long id,
    OptionalLong track,
    ExchangeKind kind,
    URI uri,
    Optional<ByteRange> range,
    SegmentState state,
    Instant announced,
    OptionalLong exchange) {}
