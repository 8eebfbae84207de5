package org.aircheck.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One rendition of the content: an HLS variant stream or rendition, a DASH representation.
 *
 * @param id tells the track from the others; made of what describes it and not of its address, so
 *     that it is the same in the next version although tokens or hosts changed; at most 200
 *     printable characters
 * @param kind what it carries
 * @param manifest the absolute address of its own manifest; empty when its segments are listed here
 * @param context what the reader of its own manifest must know of this one (HLS variables); opaque
 *     to everyone else
 * @param traits how the manifest describes it
 * @param group the group of alternatives that it belongs to, prefixed with its kind: {@code
 *     "audio:aac"}
 * @param uses the groups of other tracks that play together with it
 * @param addressing how segments can be asked for that are not listed, where there is a rule
 * @param period the part of the presentation that it belongs to, where the protocol has such parts
 * @param extras attributes that this model has no word for, kept for writing; opaque
 * @param segments what is listed now, in order; empty when it has a manifest of its own
 */
public record Track(
    String id,
    TrackKind kind,
    Optional<URI> manifest,
    Map<String, String> context,
    Traits traits,
    Optional<String> group,
    Set<String> uses,
    Optional<Addressing> addressing,
    Optional<Period> period,
    List<String> extras,
    List<Segment> segments) {

  /** A track whose manifest lists all that can be asked for. */
  public Track(
      String id,
      TrackKind kind,
      Optional<URI> manifest,
      Map<String, String> context,
      Traits traits,
      Optional<String> group,
      Set<String> uses,
      List<Segment> segments) {
    this(
        id,
        kind,
        manifest,
        context,
        traits,
        group,
        uses,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        segments);
  }

  /** Copies the collections. */
  public Track {
    context = Map.copyOf(context);
    uses = Set.copyOf(uses);
    extras = List.copyOf(extras);
    segments = List.copyOf(segments);
  }

  /** The same track with other segments. */
  public Track withSegments(List<Segment> others) {
    return new Track(
        id, kind, manifest, context, traits, group, uses, addressing, period, extras, others);
  }
}
