package org.aircheck.engine.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a session is.
 *
 * @param name its folder's name
 * @param folder absolute
 * @param source the address that was given to the recorder
 * @param protocol the id of the protocol that reads its manifests; empty as long as no manifest was
 *     received
 * @param created when the first run began
 * @param firstAnswer when the first manifest was received
 * @param lastAnswer when the newest exchange was done; empty when there is none
 */
public record SessionInfo(
    String name,
    Path folder,
    URI source,
    Optional<String> protocol,
    Instant created,
    Optional<Instant> firstAnswer,
    Optional<Instant> lastAnswer) {}
