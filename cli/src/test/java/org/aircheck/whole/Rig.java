package org.aircheck.whole;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.aircheck.dash.DashProtocol;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.Equipment;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.record.RecordingException;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.time.Pacer;
import org.aircheck.hls.HlsProtocol;

/** Records in a test, with whatever origin and time it is given. */
final class Rig {
  static final Protocols PROTOCOLS = Protocols.of(List.of(new DashProtocol(), new HlsProtocol()));

  final Sessions sessions;
  final List<Event> events = new ArrayList<>();
  private final Origin origin;
  private final InstantSource clock;
  private final Pacer pacer;
  private final Executor requests;

  <T extends InstantSource & Pacer> Rig(Path root, Origin origin, T time) {
    this(root, origin, time, time, Runnable::run);
  }

  Rig(Path root, Origin origin, InstantSource clock, Pacer pacer, Executor requests) {
    this.sessions = new Sessions(root);
    this.origin = origin;
    this.clock = clock;
    this.pacer = pacer;
    this.requests = requests;
  }

  RunStart start() {
    return new RunStart(clock.instant(), "test", Map.of(), Durability.RELAXED);
  }

  Summary record(String name, RecordOptions options)
      throws InterruptedException, RecordingException {
    try (SessionWriter writer = sessions.create(name, options.source(), start())) {
      return recorder(options, writer).run();
    }
  }

  Recorder recorder(RecordOptions options, SessionWriter writer) {
    return new Recorder(
        options, PROTOCOLS, new Equipment(origin, writer, clock, pacer, requests), events::add);
  }

  /** The whole segments of every track, by track and epoch, each as {@link #digest}. */
  Map<String, List<String>> kept(String name) {
    final Map<String, List<String>> kept = new HashMap<>();
    try (SessionReader reader = sessions.read(name)) {
      for (RecordedTrack track : reader.tracks()) {
        reader.segments(
            track.id(),
            s -> {
              if (s.state() == SegmentState.COMPLETE) {
                kept.computeIfAbsent(track.track().id() + "/" + s.epoch(), k -> new ArrayList<>())
                    .add(digest(body(reader, s)));
              }
            });
      }
    }
    return kept;
  }

  /** The beginning of a body's SHA-256: short enough to be read when a test fails. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] body(SessionReader reader, RecordedSegment segment) {
    final OptionalLong exchange = segment.exchange();
    return reader.content(
        reader.observation(exchange.orElseThrow()).orElseThrow().body().orElseThrow());
  }
}
