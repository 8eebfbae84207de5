package org.aircheck.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one version of a manifest describes.
 *
 * <p>An HLS multivariant playlist gives tracks that have manifests of their own and no segments; an
 * HLS media playlist gives one track with its segments; a DASH MPD gives all tracks with their
 * segments, and so does a client manifest of Smooth Streaming.
 *
 * @param tracks in the manifest's order, each {@link Track#id()} once in a {@link Period}
 * @param ended whether no further version will come: ENDLIST, a static MPD. Where all tracks have
 *     manifests of their own, those say it
 * @param growing whether nothing that is listed will be removed: EXT-X-PLAYLIST-TYPE:EVENT
 * @param targetDuration the longest segment that the manifest promises, as far as it says
 * @param pace the longest wait between two reloads that still sees every version, as far as the
 *     manifest says; one whose tracks have manifests of their own is reloaded now and then
 * @param timing how it hangs together with the wall clock
 * @param companions other small documents that a player may ask for (session keys, session data);
 *     absolute
 * @param extras lines or elements of the whole manifest that this model has no word for, kept for
 *     writing; opaque
 * @param warnings what was odd, in the manifest's order
 */
public record Presentation(
    List<Track> tracks,
    boolean ended,
    boolean growing,
    Optional<Duration> targetDuration,
    Optional<Duration> pace,
    Timing timing,
    List<URI> companions,
    List<String> extras,
    List<Warning> warnings) {

  /** Copies the lists; nothing may be null. */
  public Presentation {
    Objects.requireNonNull(targetDuration, "targetDuration");
    Objects.requireNonNull(pace, "pace");
    Objects.requireNonNull(timing, "timing");
    tracks = List.copyOf(tracks);
    companions = List.copyOf(companions);
    extras = List.copyOf(extras);
    warnings = List.copyOf(warnings);
  }

  /** A live presentation that has nothing to do with the wall clock. */
  public static Builder builder(List<Track> tracks) {
    return new Builder(tracks);
  }

  /** A builder that begins with what this has. */
  public Builder toBuilder() {
    final Builder builder = new Builder(tracks);
    builder.ended = ended;
    builder.growing = growing;
    builder.targetDuration = targetDuration;
    builder.pace = pace;
    builder.timing = timing;
    builder.companions = companions;
    builder.extras = extras;
    builder.warnings = warnings;
    return builder;
  }

  /** Makes a presentation: each method sets the component of its name. Used by one thread. */
  public static final class Builder {
    private List<Track> tracks;
    private boolean ended = false;
    private boolean growing = false;
    private Optional<Duration> targetDuration = Optional.empty();
    private Optional<Duration> pace = Optional.empty();
    private Timing timing = Timing.NONE;
    private List<URI> companions = List.of();
    private List<String> extras = List.of();
    private List<Warning> warnings = List.of();

    private Builder(List<Track> tracks) {
      this.tracks = tracks;
    }

    /** Sets tracks. */
    public Builder tracks(List<Track> value) {
      this.tracks = value;
      return this;
    }

    /** Sets ended. */
    public Builder ended(boolean value) {
      this.ended = value;
      return this;
    }

    /** Sets growing. */
    public Builder growing(boolean value) {
      this.growing = value;
      return this;
    }

    /** Sets targetDuration. */
    public Builder targetDuration(Optional<Duration> value) {
      this.targetDuration = value;
      return this;
    }

    /** Sets targetDuration. */
    public Builder targetDuration(Duration value) {
      return targetDuration(Optional.of(value));
    }

    /** Sets pace. */
    public Builder pace(Optional<Duration> value) {
      this.pace = value;
      return this;
    }

    /** Sets pace. */
    public Builder pace(Duration value) {
      return pace(Optional.of(value));
    }

    /** Sets timing. */
    public Builder timing(Timing value) {
      this.timing = value;
      return this;
    }

    /** Sets companions. */
    public Builder companions(List<URI> value) {
      this.companions = value;
      return this;
    }

    /** Sets extras. */
    public Builder extras(List<String> value) {
      this.extras = value;
      return this;
    }

    /** Sets warnings. */
    public Builder warnings(List<Warning> value) {
      this.warnings = value;
      return this;
    }

    /** What was set. */
    public Presentation build() {
      return new Presentation(
          tracks, ended, growing, targetDuration, pace, timing, companions, extras, warnings);
    }
  }
}
