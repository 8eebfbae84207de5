package org.aircheck.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One rendition of the content: an HLS variant stream or rendition, a DASH representation, a
 * quality level of Smooth Streaming.
 *
 * @param id tells the track from the others; made of what describes it and not of its address, so
 *     that it is the same in the next version although tokens or hosts changed; at most 200
 *     printable characters
 * @param kind what it carries
 * @param manifest the absolute address of its own manifest; empty when its segments are listed
 *     here. That manifest has one track, whatever that one's id is: its segments become this one's
 * @param context what the reader of its own manifest must know of this one (HLS variables); opaque
 *     to everyone else
 * @param traits how the manifest describes it
 * @param group the group of alternatives that it belongs to, prefixed with its kind: {@code
 *     "audio:aac"}
 * @param uses the groups of other tracks that play together with it
 * @param addressing how segments can be asked for that are not listed, where there is a rule;
 *     heeded of tracks whose segments are listed here, when a whole event is archived
 * @param period the part of the presentation that it belongs to, where the protocol has such parts
 * @param extras attributes that this model has no word for, kept for writing; opaque
 * @param segments what is listed now, in order, perhaps nothing yet; empty when it has a manifest
 *     of its own
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

  /** Copies the collections; nothing may be null. */
  public Track {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(traits, "traits");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(addressing, "addressing");
    Objects.requireNonNull(period, "period");
    context = Map.copyOf(context);
    uses = Set.copyOf(uses);
    extras = List.copyOf(extras);
    segments = List.copyOf(segments);
  }

  /** The same track with other segments. */
  public Track withSegments(List<Segment> others) {
    return toBuilder().segments(others).build();
  }

  /** A track without segments, of which nothing else is known. */
  public static Builder builder(String id, TrackKind kind) {
    return new Builder(id, kind);
  }

  /** A builder that begins with what this has. */
  public Builder toBuilder() {
    final Builder builder = new Builder(id, kind);
    builder.manifest = manifest;
    builder.context = context;
    builder.traits = traits;
    builder.group = group;
    builder.uses = uses;
    builder.addressing = addressing;
    builder.period = period;
    builder.extras = extras;
    builder.segments = segments;
    return builder;
  }

  /** Makes a track: each method sets the component of its name. Used by one thread. */
  public static final class Builder {
    private String id;
    private TrackKind kind;
    private Optional<URI> manifest = Optional.empty();
    private Map<String, String> context = Map.of();
    private Traits traits = Traits.NONE;
    private Optional<String> group = Optional.empty();
    private Set<String> uses = Set.of();
    private Optional<Addressing> addressing = Optional.empty();
    private Optional<Period> period = Optional.empty();
    private List<String> extras = List.of();
    private List<Segment> segments = List.of();

    private Builder(String id, TrackKind kind) {
      this.id = id;
      this.kind = kind;
    }

    /** Sets id. */
    public Builder id(String value) {
      this.id = value;
      return this;
    }

    /** Sets kind. */
    public Builder kind(TrackKind value) {
      this.kind = value;
      return this;
    }

    /** Sets manifest. */
    public Builder manifest(Optional<URI> value) {
      this.manifest = value;
      return this;
    }

    /** Sets manifest. */
    public Builder manifest(URI value) {
      return manifest(Optional.of(value));
    }

    /** Sets context. */
    public Builder context(Map<String, String> value) {
      this.context = value;
      return this;
    }

    /** Sets traits. */
    public Builder traits(Traits value) {
      this.traits = value;
      return this;
    }

    /** Sets group. */
    public Builder group(Optional<String> value) {
      this.group = value;
      return this;
    }

    /** Sets group. */
    public Builder group(String value) {
      return group(Optional.of(value));
    }

    /** Sets uses. */
    public Builder uses(Set<String> value) {
      this.uses = value;
      return this;
    }

    /** Sets addressing. */
    public Builder addressing(Optional<Addressing> value) {
      this.addressing = value;
      return this;
    }

    /** Sets addressing. */
    public Builder addressing(Addressing value) {
      return addressing(Optional.of(value));
    }

    /** Sets period. */
    public Builder period(Optional<Period> value) {
      this.period = value;
      return this;
    }

    /** Sets period. */
    public Builder period(Period value) {
      return period(Optional.of(value));
    }

    /** Sets extras. */
    public Builder extras(List<String> value) {
      this.extras = value;
      return this;
    }

    /** Sets segments. */
    public Builder segments(List<Segment> value) {
      this.segments = value;
      return this;
    }

    /** What was set. */
    public Track build() {
      return new Track(
          id, kind, manifest, context, traits, group, uses, addressing, period, extras, segments);
    }
  }
}
