package org.aircheck.server.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.timeline.Fidelity;

/**
 * How a server replays, as its pages need to know it.
 *
 * @param protocols that sessions may be of
 * @param since the shared clock's beginning; empty for a clock of each viewer's own
 */
public record Settings(
    Duration offset,
    BigDecimal speed,
    Optional<Instant> since,
    boolean loop,
    Fidelity fidelity,
    Protocols protocols) {}
