package org.aircheck.server.loop;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;

/**
 * A session as a loop: its clock, and its tracks as they are needed.
 *
 * <p>The loop is of what the session holds when this is made. Thread-safe; calls may block on the
 * session's database.
 */
public final class Loop {
  /** Segments kept in memory, over all tracks. */
  private static final long SEGMENTS = 500_000;

  private final SessionReader session;
  private final LoopClock clock;
  private final Map<Long, Integer> sizes;
  private final Cache<Long, LoopedTrack> tracks;

  private Loop(SessionReader session, LoopClock clock, Map<Long, Integer> sizes) {
    this.session = session;
    this.clock = clock;
    this.sizes = Map.copyOf(sizes);
    this.tracks =
        Caffeine.newBuilder()
            .maximumWeight(SEGMENTS)
            .weigher((Long track, LoopedTrack looped) -> this.sizes.getOrDefault(track, 0))
            .build();
  }

  /** The loop of a session; empty when it has no segments. */
  public static Optional<Loop> of(SessionReader session, Instant start) {
    final Map<Long, List<RecordedSegment>> all = new HashMap<>();
    final Map<Long, Integer> sizes = new HashMap<>();
    for (RecordedTrack track : session.tracks()) {
      final List<RecordedSegment> segments = segments(session, track.id(), Integer.MAX_VALUE);
      if (!segments.isEmpty()) {
        all.put(track.id(), segments);
        sizes.put(track.id(), segments.size());
      }
    }
    return LoopClock.of(start, all.values()).map(clock -> new Loop(session, clock, sizes));
  }

  /** When its passes begin. */
  public LoopClock clock() {
    return clock;
  }

  /** A track, on the loop's clock; empty when it has no segments. */
  public Optional<LoopedTrack> track(long id) {
    return Optional.ofNullable(sizes.get(id))
        .map(size -> tracks.get(id, key -> new LoopedTrack(segments(session, key, size), clock)));
  }

  /** A track's segments, each number of an epoch once. */
  private static List<RecordedSegment> segments(SessionReader session, long track, int limit) {
    final List<RecordedSegment> segments = new ArrayList<>();
    session.segments(
        track,
        segment -> {
          final boolean first =
              segments.isEmpty()
                  || segments.getLast().epoch() != segment.epoch()
                  || segments.getLast().segment().sequence() != segment.segment().sequence();
          if (first && segments.size() < limit) {
            segments.add(segment);
          }
        });
    return segments;
  }
}
