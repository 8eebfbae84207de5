package org.aircheck.testkit.live;

import java.time.Duration;
import java.util.List;

/**
 * What a synthetic live channel is like. Media segment i, counted from 0 over all epochs, is
 * announced i segment durations after the start, earlier when there is a head start.
 *
 * @param segment how long each lasts
 * @param window the number of segments that a playlist lists at most
 * @param segments the number of segments of each rendition in all
 * @param variants the renditions, at least one of them video
 * @param endlist whether the playlists end with EXT-X-ENDLIST once all segments are announced; else
 *     they just stand still
 * @param extras what most channels do without
 */
public record LiveChannel(
    Duration segment,
    int window,
    int segments,
    List<Variant> variants,
    boolean endlist,
    Extras extras) {

  /** Copies the list, refuses what can't be. */
  public LiveChannel {
    variants = List.copyOf(variants);
    if (!segment.isPositive()
        || window < 1
        || segments < 1
        || variants.stream().allMatch(Variant::audio)) {
      throw new IllegalArgumentException(
          "no channel: " + segment + ", " + window + ", " + segments + ", " + variants);
    }
  }

  /**
   * What most channels do without.
   *
   * @param headStart the number of segments that are there at the start, at least 1
   * @param restarts at which segments the encoder starts anew, ascending: the media sequence falls
   *     back to 0, names are used again for other bytes, nothing in the playlist tells
   * @param pause how many segments' time a restart takes, in which playlists stand still
   * @param segmentsPerKey after how many segments the AES-128 key changes; 0 for clear media
   * @param dates whether segments have EXT-X-PROGRAM-DATE-TIME
   */
  public record Extras(
      int headStart, List<Integer> restarts, int pause, int segmentsPerKey, boolean dates) {
    /** Copies the list, refuses what can't be. */
    public Extras {
      restarts = List.copyOf(restarts);
      if (headStart < 1
          || pause < 0
          || segmentsPerKey < 0
          || restarts.stream().anyMatch(r -> r < 1)) {
        throw new IllegalArgumentException(
            "no extras: " + headStart + ", " + restarts + ", " + pause + ", " + segmentsPerKey);
      }
    }
  }

  /** One clear variant that ends with ENDLIST. */
  public static LiveChannel of(Duration segment, int window, int segments) {
    return new LiveChannel(
        segment,
        window,
        segments,
        List.of(Variant.video("v0")),
        true,
        new Extras(1, List.of(), 0, 0, false));
  }

  /** The same at another pace. */
  public LiveChannel withSegment(Duration duration) {
    return new LiveChannel(duration, window, segments, variants, endlist, extras);
  }

  /** The same with other renditions. */
  public LiveChannel withVariants(List<Variant> others) {
    return new LiveChannel(segment, window, segments, others, endlist, extras);
  }

  /** The same, but its playlists never say that they have ended. */
  public LiveChannel withoutEnd() {
    return new LiveChannel(segment, window, segments, variants, false, extras);
  }

  /** The same, with segments that are there at the start. */
  public LiveChannel withHeadStart(int count) {
    return with(
        new Extras(count, extras.restarts, extras.pause, extras.segmentsPerKey, extras.dates));
  }

  /** The same, with an encoder that starts anew at these segments. */
  public LiveChannel withRestarts(Integer... at) {
    return with(
        new Extras(
            extras.headStart, List.of(at), extras.pause, extras.segmentsPerKey, extras.dates));
  }

  /** The same, with an encoder that needs so many segments' time to start anew. */
  public LiveChannel withPause(int count) {
    return with(
        new Extras(extras.headStart, extras.restarts, count, extras.segmentsPerKey, extras.dates));
  }

  /** The same, encrypted with AES-128. */
  public LiveChannel withKeys(int segmentsPerKey) {
    return with(
        new Extras(extras.headStart, extras.restarts, extras.pause, segmentsPerKey, extras.dates));
  }

  /** The same, with EXT-X-PROGRAM-DATE-TIME. */
  public LiveChannel withDates() {
    return with(
        new Extras(extras.headStart, extras.restarts, extras.pause, extras.segmentsPerKey, true));
  }

  private LiveChannel with(Extras others) {
    return new LiveChannel(segment, window, segments, variants, endlist, others);
  }
}
