package org.aircheck.engine.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.aircheck.spi.ByteRange;

/**
 * One request to make.
 *
 * @param uri absolute; anything but {@code http} and {@code https} is refused as an error of the
 *     exchange
 * @param range the part of the resource that is wanted; empty for the whole
 * @param etag of the version that is at hand, as the origin wrote it; sent as If-None-Match
 * @param lastModified of the version that is at hand, as the origin wrote it; sent as
 *     If-Modified-Since
 * @param limit the largest body to accept, in bytes; a longer one is cut off and is an error
 * @param patience how long the answer's head, and then each further piece of the body, may take
 * @param into the file to create and stream the body to; empty keeps it in memory
 */
public record Ask(
    URI uri,
    Optional<ByteRange> range,
    Optional<String> etag,
    Optional<String> lastModified,
    long limit,
    Duration patience,
    Optional<Path> into) {

  /** A request for a whole resource, to be kept in memory. */
  public static Ask whole(URI uri, long limit, Duration patience) {
    return new Ask(
        uri,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        patience,
        Optional.empty());
  }
}
