package org.aircheck.engine.past;

import java.util.OptionalLong;

/**
 * How far a search is.
 *
 * @param found segments, over all tracks
 * @param asked questions that went to the origin
 * @param misses questions that brought nothing
 * @param left segments that probably are still to be found; empty while that can't be said
 */
public record Standing(long found, long asked, long misses, OptionalLong left) {}
