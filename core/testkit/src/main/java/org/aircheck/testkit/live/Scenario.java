package org.aircheck.testkit.live;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A channel and what goes wrong with it. The six named ones have segments of one second, a window
 * of 20 segments and 80 segments in all, which a recorder must keep. Times are counted in segments,
 * so each can be run at another pace.
 */
public final class Scenario {
  private final String name;
  private final LiveChannel channel;
  private final Function<Duration, List<Fault>> faults;

  /**
   * A scenario.
   *
   * @param name for people
   * @param faults what goes wrong, given the duration of a segment
   */
  public Scenario(String name, LiveChannel channel, Function<Duration, List<Fault>> faults) {
    this.name = name;
    this.channel = channel;
    this.faults = faults;
  }

  /** Nothing goes wrong. */
  public static Scenario noFault() {
    return eighty("no fault", segment -> List.of());
  }

  /** A tenth of the segments answer 503 to the first two requests. */
  public static Scenario tenPercent503Twice() {
    return eighty(
        "10 % of segments answer 503 twice",
        segment -> List.of(Faults.status(503, 2, Share.of(0.1), Scope.SEGMENTS)));
  }

  /** A tenth of the segments are cut in the middle at the first request. */
  public static Scenario tenPercentCutOnce() {
    return eighty(
        "10 % of segments cut in the middle once",
        segment -> List.of(Faults.cut(1, Share.of(0.1))));
  }

  /** Everything answers 503 for 13 segments' time. */
  public static Scenario everything503For13s() {
    return eighty("everything answers 503 for 13 s", segment -> outage(segment, Scope.EVERYTHING));
  }

  /** Segments answer 503 for 13 segments' time; playlists go on. */
  public static Scenario segments503For13s() {
    return eighty("segments answer 503 for 13 s", segment -> outage(segment, Scope.SEGMENTS));
  }

  /** After 40 segments the encoder starts anew: 40 more from 0, same names, other bytes. */
  public static Scenario sequenceFallsBack() {
    return new Scenario(
        "media sequence falls back to 0",
        LiveChannel.of(Duration.ofSeconds(1), 20, 80).withRestarts(40),
        segment -> List.of());
  }

  /** The six. */
  public static List<Scenario> all() {
    return List.of(
        noFault(),
        tenPercent503Twice(),
        tenPercentCutOnce(),
        everything503For13s(),
        segments503For13s(),
        sequenceFallsBack());
  }

  private static Scenario eighty(String name, Function<Duration, List<Fault>> faults) {
    return new Scenario(name, LiveChannel.of(Duration.ofSeconds(1), 20, 80), faults);
  }

  private static List<Fault> outage(Duration segment, Scope scope) {
    return List.of(Faults.outage(503, segment.multipliedBy(30), segment.multipliedBy(43), scope));
  }

  /** The same at another pace: the times of faults go along. */
  public Scenario withSegment(Duration segment) {
    return new Scenario(name, channel.withSegment(segment), faults);
  }

  /** The same, with an encoder that needs so many segments' time to start anew. */
  public Scenario withPause(int count) {
    return new Scenario(name, channel.withPause(count), faults);
  }

  /** The same with other renditions. */
  public Scenario withVariants(List<Variant> variants) {
    return new Scenario(name, channel.withVariants(variants), faults);
  }

  /** The channel. */
  public LiveChannel channel() {
    return channel;
  }

  /** What goes wrong, at the channel's pace. */
  public List<Fault> faults() {
    return faults.apply(channel.segment());
  }

  @Override
  public String toString() {
    return name;
  }
}
