/**
 * The recorder: which manifest to poll when, what to download next, epochs, gaps, and when to give
 * up.
 *
 * <p>All state of a recording belongs to one thread, {@link
 * org.aircheck.engine.record.Recorder#run}'s. Requests run on threads of their own and come back as
 * messages. So nothing here is locked, and a test that makes requests inline on a test clock runs
 * days in seconds.
 */
@NullMarked
package org.aircheck.engine.record;

import org.jspecify.annotations.NullMarked;
