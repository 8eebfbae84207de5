package org.aircheck.spi;

import java.net.URI;
import java.time.Instant;
import java.util.List;
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

  /** Copies the lists. */
  public Segment {
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
}
