package org.aircheck.testkit.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How an event goes on, and what is wrong with its origin.
 *
 * @param toCome segments that are not on air yet when it starts, from 1
 * @param pace in which they come
 * @param ending how the origin says that it is over
 * @param latency of each answer
 * @param gone what is no longer there
 * @param unreliable the share of segments that are answered with 404 or 503 at first
 * @param busyEvery every how manyth request is answered with 429; 0 for none
 */
public record EventPlan(
    int toCome,
    Duration pace,
    Ending ending,
    Duration latency,
    List<Gone> gone,
    double unreliable,
    int busyEvery) {

  /** How an origin says that an event is over. */
  public enum Ending {
    /** The manifest turns static. */
    STATIC,
    /** A header says so. */
    HEADER,
    /** Nothing new comes any more. */
    SILENCE
  }

  /**
   * Segments that are not there.
   *
   * @param track v or a
   * @param from in milliseconds, the first
   * @param to in milliseconds, behind the last
   */
  public record Gone(String track, long from, long to) {}

  /** Copies the list. */
  public EventPlan {
    gone = List.copyOf(gone);
  }

  /** An event of which a few segments are to come, and nothing is wrong. */
  public static EventPlan sound() {
    return new EventPlan(5, Duration.ofMillis(500), Ending.STATIC, Duration.ZERO, List.of(), 0, 0);
  }

  /** The same where both tracks lack what begins between two times, in milliseconds. */
  public EventPlan without(long from, long to) {
    return without("v", from, to).without("a", from, to);
  }

  /** The same where one track does. */
  public EventPlan without(String track, long from, long to) {
    final List<Gone> all = new ArrayList<>(gone);
    all.add(new Gone(track, from, to));
    return new EventPlan(toCome, pace, ending, latency, all, unreliable, busyEvery);
  }

  /** The same with an origin that loses answers. */
  public EventPlan unreliable(double share) {
    return new EventPlan(toCome, pace, ending, latency, gone, share, busyEvery);
  }

  /** The same with an origin that wants to be asked less. */
  public EventPlan busyEvery(int requests) {
    return new EventPlan(toCome, pace, ending, latency, gone, unreliable, requests);
  }

  /** The same with another end. */
  public EventPlan ending(Ending other) {
    return new EventPlan(toCome, pace, other, latency, gone, unreliable, busyEvery);
  }

  /** The same, further away. */
  public EventPlan latency(Duration other) {
    return new EventPlan(toCome, pace, ending, other, gone, unreliable, busyEvery);
  }

  /** The same with more that is to come, in another pace. */
  public EventPlan toCome(int segments, Duration each) {
    return new EventPlan(segments, each, ending, latency, gone, unreliable, busyEvery);
  }

  boolean isGone(String track, long time) {
    return gone.stream()
        .anyMatch(g -> g.track().equals(track) && time >= g.from() && time < g.to());
  }

  /** The status of an attempt at a path: the same in every run. */
  int fault(String path, int attempt) {
    final SplittableRandom random = new SplittableRandom(path.hashCode() * 31L + attempt);
    return random.nextDouble() >= unreliable ? 200 : random.nextBoolean() ? 404 : 503;
  }
}
