package org.aircheck.server.replay;

/**
 * Where a channel is reached, and how its manifests' times are treated.
 *
 * @param path absolute, with a slash at both ends
 */
public record Mount(String path, ManifestTimes times) {}
