package org.aircheck.testkit.live;

import java.time.Instant;

/**
 * A request that an origin answered.
 *
 * @param at when it came
 * @param path as sent, without the query
 * @param query as sent, without question mark; empty for none
 * @param status of the answer; 0 for none
 */
public record Seen(Instant at, String path, String query, int status) {}
