package org.aircheck.server.http;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all connections of a server share.
 *
 * @param askers runs what may block, a thread for each
 */
record Service(
    Answers answers, Sender sender, Traffic traffic, InstantSource clock, Executor askers) {}
