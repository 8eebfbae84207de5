package org.aircheck.testkit.live;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** When a channel's segments come and go: pure arithmetic on the time since its start. */
final class Schedule {
  private final LiveChannel channel;
  private final List<Integer> restarts;
  private final int headStart;
  private final int pause;

  Schedule(LiveChannel channel) {
    this.channel = channel;
    this.restarts = channel.extras().restarts();
    this.headStart = channel.extras().headStart();
    this.pause = channel.extras().pause();
  }

  /** How many segments have been announced at a time, over all epochs. */
  int announced(Duration elapsed) {
    long produced = headStart + Math.floorDiv(elapsed.toNanos(), channel.segment().toNanos());
    for (int restart : restarts) {
      if (produced > restart) {
        produced = Math.max(restart, produced - pause);
      }
    }
    return Math.clamp(produced, 0, channel.segments());
  }

  /** The epoch of a segment. */
  int epoch(int index) {
    return (int) restarts.stream().filter(restart -> restart <= index).count();
  }

  /** The first segment of an epoch. */
  int first(int epoch) {
    return epoch == 0 ? 0 : restarts.get(epoch - 1);
  }

  /** The first segment behind an epoch. */
  int end(int epoch) {
    return epoch < restarts.size()
        ? Math.min(restarts.get(epoch), channel.segments())
        : channel.segments();
  }

  /** The first segment that is listed beside the last announced one. */
  int firstListed(int announced) {
    return Math.max(announced - channel.window(), first(epoch(announced - 1)));
  }

  /**
   * The segment that a sequence number means at a time: of the newest epoch that has it, unless it
   * is deleted.
   */
  OptionalInt find(int sequence, Duration elapsed) {
    final int announced = announced(elapsed);
    for (int epoch = announced == 0 ? -1 : epoch(announced - 1); epoch >= 0; epoch--) {
      final long index = (long) first(epoch) + sequence;
      if (index < Math.min(announced, end(epoch))) {
        return deleted((int) index, elapsed) ? OptionalInt.empty() : OptionalInt.of((int) index);
      }
    }
    return OptionalInt.empty();
  }

  /** Where the media of a segment begins, since the start. */
  Duration begin(int index) {
    return times((long) index + (long) epoch(index) * pause - headStart);
  }

  /**
   * Whether a segment is gone. It stays for its duration and that of the longest playlist that
   * listed it, from when it was no longer listed. See RFC 8216, section 6.2.2.
   */
  private boolean deleted(int index, Duration elapsed) {
    final long overtaken = (long) index + channel.window();
    final int restart = end(epoch(index));
    final long remover = Math.min(overtaken, restart);
    if (remover >= channel.segments()) {
      return false;
    }
    final long stays = 1 + 1 + (long) channel.window();
    return elapsed.compareTo(begin((int) remover).plus(times(stays))) > 0;
  }

  private Duration times(long count) {
    return channel.segment().multipliedBy(count);
  }
}
