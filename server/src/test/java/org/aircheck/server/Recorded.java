package org.aircheck.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.testkit.store.FakeSession;

/** A recording of ten two-second segments, three of them listed at a time. */
final class Recorded {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final String BASE = "https://origin.example/live/";
  static final String LIST = BASE + "a.m3u8";
  static final int SEGMENTS = 10;
  static final int WINDOW = 3;

  private Recorded() {}

  static FakeSession session(Path folder) {
    final FakeSession session = new FakeSession("one", LIST, folder).protocol("hls");
    session.track(new RecordedTrack(1, track()));
    for (int last = WINDOW - 1; last < SEGMENTS; last++) {
      final Instant at = START.plusSeconds(2L * (last - WINDOW + 1));
      session
          .exchange(ExchangeKind.MANIFEST, LIST, at)
          .track(1)
          .header("content-type", "application/vnd.apple.mpegurl")
          .header("last-modified", "Sun, 01 Mar 2026 12:00:00 GMT")
          .body(list(last, last == SEGMENTS - 1 ? "END\n" : ""))
          .add();
    }
    for (int i = 0; i < SEGMENTS; i++) {
      segment(session, i);
    }
    session.gap(
        new Gap(
            1,
            OptionalLong.of(1),
            0,
            OptionalLong.of(3),
            OptionalLong.of(4),
            2,
            START.plusSeconds(5),
            START.plusSeconds(7),
            Gap.Reason.LOST,
            "503"));
    return session;
  }

  private static Track track() {
    return Track.builder("t", TrackKind.VIDEO).manifest(URI.create(LIST)).build();
  }

  /** Segments by numbers from 100: relative, root-relative and absolute ones by turns. */
  static String list(int last, String end) {
    final StringBuilder text = new StringBuilder("LIST\n");
    for (int i = last - WINDOW + 1; i <= last; i++) {
      final String[] forms = {i + ".ts", "/live/" + i + ".ts", BASE + i + ".ts"};
      text.append(100 + i).append(' ').append(forms[i % 3]).append('\n');
    }
    return text.append(end).toString();
  }

  private static void segment(FakeSession session, int i) {
    final Instant announced = START.plusSeconds(2L * Math.max(0, i - WINDOW + 1));
    final int goesWith = i + WINDOW;
    session.segment(
        new RecordedSegment(
            i + 1,
            1,
            0,
            LineProtocol.segment(100 + i, URI.create(BASE + i + ".ts")),
            SegmentState.COMPLETE,
            announced,
            goesWith < SEGMENTS ? Optional.of(START.plusSeconds(2L * (i + 1))) : Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of()));
    session
        .exchange(ExchangeKind.SEGMENT, BASE + i + ".ts", announced.plusMillis(100))
        .track(1)
        .header("content-type", "video/mp2t")
        .took(Duration.ofMillis(150), Duration.ofMillis(400))
        .body(media(i))
        .add();
  }

  static byte[] media(int i) {
    final byte[] bytes = new byte[20_000 + i];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (at * 31 + i);
    }
    return bytes;
  }
}
