package org.aircheck.engine.vod;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every node must know alike of a channel, beside its media.
 *
 * @param signature of the media's structure
 * @param epoch when the first pass began
 * @param target the target duration, whole seconds; never changes
 * @param programmes in order, at least one
 */
record ChannelState(String signature, Instant epoch, Duration target, List<Aired> programmes) {
  ChannelState {
    programmes = List.copyOf(programmes);
  }

  /**
   * The lengths that hold from an instant on.
   *
   * @param measured whether they were measured, or are the manifest's
   * @param lengths by the tracks' names
   */
  record Aired(Instant from, boolean measured, Map<String, Lengths> lengths) {
    Aired {
      lengths = Map.copyOf(lengths);
    }
  }

  /** Whether it has a length for each segment of a stream, and a target duration that can be. */
  boolean isOf(VodStream stream) {
    return target.compareTo(Duration.ofSeconds(1)) >= 0
        && target.compareTo(Duration.ofDays(1)) <= 0
        && !programmes.isEmpty()
        && programmes.stream()
            .allMatch(p ->
                stream.tracks().stream()
                    .allMatch(t ->
                        Optional.ofNullable(p.lengths().get(t.name()))
                            .filter(l -> l.durations().size() == t.track().segments().size())
                            .isPresent()));
  }

  /** The same with another programme after the others. */
  ChannelState then(Aired programme) {
    final List<Aired> all = new ArrayList<>(programmes);
    all.add(programme);
    return new ChannelState(signature, epoch, target, all);
  }
}
