package org.aircheck.cli;

import java.time.Duration;
import java.util.List;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.Run;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionReader.SegmentCount;

/**
 * A session in a few figures.
 *
 * @param length from the first manifest to the newest answer
 * @param bytes of media
 * @param state closed, or open: being recorded, or left by a killed recorder
 */
record SessionFigures(Duration length, long bytes, String state) {
  static SessionFigures of(SessionReader reader) {
    final var info = reader.info();
    final Duration length =
        info.firstAnswer()
            .flatMap(first -> info.lastAnswer().map(last -> Duration.between(first, last)))
            .orElse(Duration.ZERO);
    long bytes = 0;
    for (RecordedTrack track : reader.tracks()) {
      bytes += reader.counts(track.id()).stream().mapToLong(SegmentCount::bytes).sum();
    }
    final List<Run> runs = reader.runs();
    final boolean open = !runs.isEmpty() && runs.getLast().stopped().isEmpty();
    return new SessionFigures(length, bytes, open ? "open" : "closed");
  }
}
