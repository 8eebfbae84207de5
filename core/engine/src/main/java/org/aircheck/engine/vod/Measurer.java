package org.aircheck.engine.vod;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.aircheck.engine.media.Aes128;
import org.aircheck.engine.media.MediaException;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.Segment;
import org.aircheck.spi.TrackKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures streams with ffprobe: tracks beside each other, the segments of a track in as few
 * processes as can be. Thread-safe.
 */
public final class Measurer {
  private static final Logger LOG = LoggerFactory.getLogger(Measurer.class);

  private final SegmentProbe probe;
  private final Semaphore processes;

  /**
   * A measurer.
   *
   * @param processes how many run at a time, positive
   */
  public Measurer(SegmentProbe probe, int processes) {
    this.probe = probe;
    this.processes = new Semaphore(processes);
  }

  /** Whether a stream has segments that were not measured since their files were changed. */
  static boolean needs(VodStream stream, Measurements known) {
    return stream.tracks().stream()
        .anyMatch(t -> t.track().segments().stream().anyMatch(s -> isOpen(stream, t, s, known)));
  }

  /** Measures what was not measured yet. */
  Measurements measure(VodStream stream, Measurements known) throws InterruptedException {
    final Map<String, Measurements.Entry> found = new ConcurrentHashMap<>();
    final List<Thread> threads = new ArrayList<>();
    for (VodTrack track : stream.tracks()) {
      for (List<Segment> stretch : stretches(stream, track, known)) {
        threads.add(
            Thread.ofVirtual()
                .name("measure " + stream.name() + " " + track.name())
                .start(() -> measure(stream, track, stretch, found)));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return known.with(found);
  }

  private void measure(
      VodStream stream,
      VodTrack track,
      List<Segment> stretch,
      Map<String, Measurements.Entry> found) {
    processes.acquireUninterruptibly();
    try {
      final Optional<SegmentProbe.Body> map =
          stretch.getFirst().initialization().flatMap(i -> body(stream, i));
      final List<SegmentProbe.Body> bodies =
          stretch.stream().<SegmentProbe.Body>map(s -> () -> open(stream, s)).toList();
      final boolean video = track.track().kind() == TrackKind.VIDEO;
      final List<Optional<Times>> times = probe.measure(video, map, bodies);
      for (int i = 0; i < times.size(); i++) {
        final Segment segment = stretch.get(i);
        final Resource resource = stream.resources().get(segment.uri());
        if (resource != null) {
          found.put(Measurements.key(segment), Measurements.Entry.of(resource, times.get(i)));
        }
      }
    } catch (MediaException e) {
      LOG.warn("{} {} can't be measured: {}", stream.name(), track.name(), e.getMessage());
    } finally {
      processes.release();
    }
  }

  /** Runs of segments that one decoder can read through. */
  private static List<List<Segment>> stretches(
      VodStream stream, VodTrack track, Measurements known) {
    final List<List<Segment>> stretches = new ArrayList<>();
    Optional<Segment> before = Optional.empty();
    for (Segment segment : track.track().segments()) {
      final boolean open = isOpen(stream, track, segment, known);
      if (open) {
        final boolean goesOn =
            before.isPresent()
                && !segment.discontinuity()
                && before.get().initialization().equals(segment.initialization());
        if (!goesOn) {
          stretches.add(new ArrayList<>());
        }
        stretches.getLast().add(segment);
      }
      before = open ? Optional.of(segment) : Optional.empty();
    }
    return stretches;
  }

  /**
   * Whether a segment is still to be measured. The times of text and of single pictures are not in
   * their samples: the manifest alone has them.
   */
  private static boolean isOpen(
      VodStream stream, VodTrack track, Segment segment, Measurements known) {
    final TrackKind kind = track.track().kind();
    final Resource resource = stream.resources().get(segment.uri());
    return (kind == TrackKind.VIDEO || kind == TrackKind.AUDIO)
        && !segment.gap()
        && resource != null
        && !known.knows(segment, resource);
  }

  private static Optional<SegmentProbe.Body> body(VodStream stream, Initialization map) {
    return Optional.ofNullable(stream.resources().get(map.uri()))
        .map(r -> () -> part(r, map.range()));
  }

  private static InputStream open(VodStream stream, Segment segment) throws IOException {
    final Resource resource = stream.resources().get(segment.uri());
    if (resource == null) {
      return InputStream.nullInputStream();
    }
    final Optional<Key> key =
        segment.keys().stream().filter(k -> k.method().equals("AES-128")).findFirst();
    final Optional<Resource> secret =
        key.flatMap(Key::uri).flatMap((URI u) -> Optional.ofNullable(stream.resources().get(u)));
    final InputStream in = part(resource, segment.range());
    if (key.isEmpty() || secret.isEmpty() || key.get().iv().isEmpty()) {
      return in;
    }
    try (in;
        InputStream secretBytes = secret.get().open()) {
      return new ByteArrayInputStream(
          Aes128.decrypt(
              in.readAllBytes(), secretBytes.readNBytes(64), key.get().iv().get(), false));
    } catch (MediaException e) {
      LOG.warn("{}: {}: {}", stream.name(), MediaRoot.shown(segment.uri()), e.getMessage());
      return InputStream.nullInputStream();
    }
  }

  private static InputStream part(Resource resource, Optional<ByteRange> range) throws IOException {
    final InputStream in = resource.open();
    if (range.isEmpty()) {
      return in;
    }
    try (in) {
      in.skipNBytes(range.get().offset());
      final int length = (int) Math.min(range.get().length(), Integer.MAX_VALUE - 8);
      return new ByteArrayInputStream(in.readNBytes(length));
    }
  }
}
