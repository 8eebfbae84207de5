package org.aircheck.engine.timeline;

import java.time.Instant;

/**
 * What an address answered at an instant of the recording.
 *
 * @param reply what it answered
 * @param until the first recorded instant at which it may answer otherwise; {@link Instant#MAX} for
 *     never
 */
public record Moment(Reply reply, Instant until) {}
