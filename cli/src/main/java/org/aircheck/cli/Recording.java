package org.aircheck.cli;

import java.util.Optional;
import org.aircheck.engine.record.RecordOptions;

/**
 * A recording to be made.
 *
 * @param session its name; empty for the next free one, or the newest one to go on with
 * @param resume whether to go on with a session
 */
record Recording(RecordOptions options, Optional<String> session, boolean resume) {}
