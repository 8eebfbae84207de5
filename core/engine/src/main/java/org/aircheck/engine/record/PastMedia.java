package org.aircheck.engine.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aircheck.engine.media.FragmentTimes;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;

/** Reads when segments begin and end: of those in the session, and of those that just arrived. */
final class PastMedia {
  /** A segment of more bytes is not looked into. */
  private static final int LARGEST = 256 << 20;

  private final SessionReader session;

  PastMedia(SessionReader session) {
    this.session = session;
  }

  /** What the session says of a segment. */
  sealed interface Reading {
    /** It may still come. */
    record NotYet() implements Reading {}

    /** Its initialization section, and by that its times, as far as they can be read. */
    record Done(Optional<FragmentedMp4> section, Optional<FragmentTimes> times)
        implements Reading {}
  }

  /** Reads a segment that is recorded, or is being recorded. */
  Reading recorded(long track, int epoch, long sequence) {
    final Optional<RecordedSegment> row = session.segment(track, epoch, sequence);
    if (row.isEmpty() || row.get().state() == SegmentState.PENDING) {
      return new Reading.NotYet();
    }
    if (row.get().exchange().isEmpty() || row.get().initialization().isEmpty()) {
      return new Reading.Done(Optional.empty(), Optional.empty());
    }
    final long wanted = row.get().initialization().getAsLong();
    final Optional<FragmentedMp4> section =
        session.assets().stream()
            .filter(a -> a.id() == wanted && a.exchange().isPresent())
            .findFirst()
            .flatMap(a -> body(a.exchange().getAsLong()))
            .map(FragmentedMp4::new);
    if (section.isEmpty()) {
      return new Reading.NotYet();
    }
    return new Reading.Done(
        section, body(row.get().exchange().getAsLong()).flatMap(b -> section.get().times(b)));
  }

  private Optional<byte[]> body(long exchange) {
    return session
        .observation(exchange)
        .flatMap(Observation::body)
        .filter(b -> b.length() <= LARGEST)
        .map(this::content);
  }

  private byte[] content(BodyRef body) {
    return session.content(body);
  }

  /** Reads a file that has just arrived. */
  static Optional<FragmentTimes> arrived(Path file, FragmentedMp4 section) throws IOException {
    if (Files.size(file) > LARGEST) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return section.times(in.readAllBytes());
    }
  }
}
