package org.aircheck.server.web;

import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.server.replay.ReplayChannel;

/** A session that is served. */
public record Replayed(SessionReader session, Timeline timeline, ReplayChannel channel) {}
