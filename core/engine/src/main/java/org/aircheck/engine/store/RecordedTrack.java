package org.aircheck.engine.store;

import org.aircheck.spi.Track;

/**
 * A track of the session.
 *
 * @param id its number in the session
 * @param track as last described; without segments
 */
public record RecordedTrack(long id, Track track) {}
