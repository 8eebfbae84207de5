package org.aircheck.engine.record;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Bytes received, by track, and repetitions. Used by the recorder's thread. */
final class Traffic {
  private final Map<Long, Long> bytes = new HashMap<>();
  private long total;
  private long retries;

  void received(OptionalLong track, long count, boolean repeated) {
    total += count;
    track.ifPresent(id -> bytes.merge(id, count, Long::sum));
    if (repeated) {
      retries++;
    }
  }

  long of(long track) {
    return bytes.getOrDefault(track, 0L);
  }

  long total() {
    return total;
  }

  long retries() {
    return retries;
  }
}
