package org.aircheck.spi;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One listed piece of a track's media.
 *
 * @param sequence its number in the track: HLS media sequence number, DASH segment number, or,
 *     where segments are addressed by their times, its start in ticks; ascending, not negative
 * @param discontinuitySequence how many discontinuities the track had before it, as the manifest
 *     counts them
 * @param discontinuity whether timestamps or encoding may change in front of it
 * @param gap whether the manifest itself declares it missing (EXT-X-GAP)
 * @param uri absolute
 * @param range the part of the resource; empty for the whole
 * @param duration as the manifest states it
 * @param start on the track's timeline, where the manifest states it
 * @param programDateTime the wall clock of its first sample, stated at it or counted on from an
 *     earlier one
 * @param initialization what a decoder needs first
 * @param keys how it is encrypted, one for each key system; empty when it is clear
 * @param title the comment for people, empty when there is none
 * @param extras lines or elements of this segment that this model has no word for, kept for
 *     writing; opaque
 */
public record Segment(
    long sequence,
    long discontinuitySequence,
    boolean discontinuity,
    boolean gap,
    URI uri,
    Optional<ByteRange> range,
    MediaTime duration,
    Optional<MediaTime> start,
    Optional<Instant> programDateTime,
    Optional<Initialization> initialization,
    List<Key> keys,
    String title,
    List<String> extras) {

  /** Copies the lists; nothing may be null. */
  public Segment {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(duration, "duration");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(programDateTime, "programDateTime");
    Objects.requireNonNull(initialization, "initialization");
    Objects.requireNonNull(title, "title");
    keys = List.copyOf(keys);
    extras = List.copyOf(extras);
  }

  /**
   * Whether no segment can lie between an earlier one of the track and this one: it has the next
   * number, or begins where the other ends. Stated times may be rounded, so less than half of a
   * segment is no hole.
   */
  public boolean follows(Segment earlier) {
    if (sequence == earlier.sequence + 1) {
      return true;
    }
    return isTimed()
        && earlier.isTimed()
        && duration.timescale() == earlier.duration.timescale()
        && sequence - earlier.sequence - earlier.duration.ticks()
            < earlier.duration.ticks() / 2 + 1;
  }

  /** Whether its number is its time. */
  public boolean isTimed() {
    return start.isPresent()
        && start.get().ticks() == sequence
        && start.get().timescale() == duration.timescale();
  }

  /** A clear, whole resource, with nothing said of it but what every segment has. */
  public static Builder builder(long sequence, URI uri, MediaTime duration) {
    return new Builder(sequence, uri, duration);
  }

  /** A builder that begins with what this has. */
  public Builder toBuilder() {
    final Builder builder = new Builder(sequence, uri, duration);
    builder.discontinuitySequence = discontinuitySequence;
    builder.discontinuity = discontinuity;
    builder.gap = gap;
    builder.range = range;
    builder.start = start;
    builder.programDateTime = programDateTime;
    builder.initialization = initialization;
    builder.keys = keys;
    builder.title = title;
    builder.extras = extras;
    return builder;
  }

  /** Makes a segment: each method sets the component of its name. Used by one thread. */
  public static final class Builder {
    private long sequence;
    private URI uri;
    private MediaTime duration;
    private long discontinuitySequence = 0;
    private boolean discontinuity = false;
    private boolean gap = false;
    private Optional<ByteRange> range = Optional.empty();
    private Optional<MediaTime> start = Optional.empty();
    private Optional<Instant> programDateTime = Optional.empty();
    private Optional<Initialization> initialization = Optional.empty();
    private List<Key> keys = List.of();
    private String title = "";
    private List<String> extras = List.of();

    private Builder(long sequence, URI uri, MediaTime duration) {
      this.sequence = sequence;
      this.uri = uri;
      this.duration = duration;
    }

    /** Sets sequence. */
    public Builder sequence(long value) {
      this.sequence = value;
      return this;
    }

    /** Sets uri. */
    public Builder uri(URI value) {
      this.uri = value;
      return this;
    }

    /** Sets duration. */
    public Builder duration(MediaTime value) {
      this.duration = value;
      return this;
    }

    /** Sets discontinuitySequence. */
    public Builder discontinuitySequence(long value) {
      this.discontinuitySequence = value;
      return this;
    }

    /** Sets discontinuity. */
    public Builder discontinuity(boolean value) {
      this.discontinuity = value;
      return this;
    }

    /** Sets gap. */
    public Builder gap(boolean value) {
      this.gap = value;
      return this;
    }

    /** Sets range. */
    public Builder range(Optional<ByteRange> value) {
      this.range = value;
      return this;
    }

    /** Sets range. */
    public Builder range(ByteRange value) {
      return range(Optional.of(value));
    }

    /** Sets start. */
    public Builder start(Optional<MediaTime> value) {
      this.start = value;
      return this;
    }

    /** Sets start. */
    public Builder start(MediaTime value) {
      return start(Optional.of(value));
    }

    /** Sets programDateTime. */
    public Builder programDateTime(Optional<Instant> value) {
      this.programDateTime = value;
      return this;
    }

    /** Sets programDateTime. */
    public Builder programDateTime(Instant value) {
      return programDateTime(Optional.of(value));
    }

    /** Sets initialization. */
    public Builder initialization(Optional<Initialization> value) {
      this.initialization = value;
      return this;
    }

    /** Sets initialization. */
    public Builder initialization(Initialization value) {
      return initialization(Optional.of(value));
    }

    /** Sets keys. */
    public Builder keys(List<Key> value) {
      this.keys = value;
      return this;
    }

    /** Sets title. */
    public Builder title(String value) {
      this.title = value;
      return this;
    }

    /** Sets extras. */
    public Builder extras(List<String> value) {
      this.extras = value;
      return this;
    }

    /** What was set. */
    public Segment build() {
      return new Segment(
          sequence,
          discontinuitySequence,
          discontinuity,
          gap,
          uri,
          range,
          duration,
          start,
          programDateTime,
          initialization,
          keys,
          title,
          extras);
    }
  }
}
