package org.aircheck.engine.record;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.time.Pacer;

/**
 * What a recorder works with.
 *
 * @param origin where media comes from; may be shared by many recorders
 * @param writer where it goes; the recorder finishes it, and the caller closes it
 * @param clock the time
 * @param pacer waits on that clock
 * @param requests runs each request: on a virtual thread of its own, or inline in a simulation
 */
public record Equipment(
    Origin origin, SessionWriter writer, InstantSource clock, Pacer pacer, Executor requests) {}
