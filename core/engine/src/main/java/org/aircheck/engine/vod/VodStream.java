package org.aircheck.engine.vod;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.aircheck.spi.Presentation;

/**
 * A stream on disk.
 *
 * @param name of the stream, for people and in addresses
 * @param protocol the id of the protocol that its manifest is of
 * @param single whether it is a media playlist alone
 * @param presentation what its manifest says of the whole; without segments
 * @param tracks those that can be used, at least one
 * @param resources where the bytes of each address are; what is missing is not among them
 * @param problems what is wrong with it, one line each
 */
public record VodStream(
    String name,
    String protocol,
    boolean single,
    Presentation presentation,
    List<VodTrack> tracks,
    Map<URI, Resource> resources,
    List<String> problems) {
  /** Copies the collections. */
  public VodStream {
    tracks = List.copyOf(tracks);
    resources = Map.copyOf(resources);
    problems = List.copyOf(problems);
  }
}
