package org.aircheck.engine.timeline;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One version of a manifest.
 *
 * @param track the track's id; empty for the manifest of the whole presentation
 * @param address where it was asked for
 * @param exchange the row of the exchange that first brought it
 * @param at when it was first received
 * @param number counted from 1 within its address
 * @param count how many versions the address has
 */
public record Version(
    OptionalLong track, String address, long exchange, Instant at, int number, int count) {}
