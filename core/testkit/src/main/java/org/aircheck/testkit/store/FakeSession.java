package org.aircheck.testkit.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.Run;
import org.aircheck.engine.store.SessionInfo;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.ByteRange;

/**
 * A session whose exchanges a test makes up. Bodies of media are files below a folder, as in a real
 * one.
 *
 * <p>Thread-safe for reading once it is filled.
 */
public final class FakeSession implements SessionReader {
  private final String name;
  private final URI source;
  private final Path folder;
  private final List<Observation> observations = new ArrayList<>();
  private final List<RecordedTrack> tracks = new ArrayList<>();
  private final List<RecordedSegment> segments = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<String, BodyRef> bodies = new LinkedHashMap<>();
  private final Map<Long, byte[]> contents = new HashMap<>();
  private final Map<String, Instant> announced = new HashMap<>();
  private final AtomicInteger indexed = new AtomicInteger();
  private Optional<String> protocol = Optional.empty();
  private boolean running;

  /** An empty session whose only run has stopped. */
  public FakeSession(String name, String source, Path folder) {
    this.name = name;
    this.source = URI.create(source);
    this.folder = folder;
  }

  /** Names the protocol. */
  public FakeSession protocol(String id) {
    protocol = Optional.of(id);
    return this;
  }

  /** Lets the recorder run, so that more may come. */
  public FakeSession running() {
    running = true;
    return this;
  }

  /** Adds a track. */
  public FakeSession track(RecordedTrack track) {
    tracks.add(track);
    return this;
  }

  /** Adds a segment, and says that it was announced. */
  public FakeSession segment(RecordedSegment segment) {
    segments.add(segment);
    return announce(
        segment.segment().uri().toString(), segment.segment().range(), segment.announced());
  }

  /** Adds a gap. */
  public FakeSession gap(Gap gap) {
    gaps.add(gap);
    return this;
  }

  /** Says when an address was first announced. */
  public FakeSession announce(String address, Optional<ByteRange> range, Instant at) {
    announced.putIfAbsent(address + " " + range, at);
    return this;
  }

  /** Begins to describe an exchange; it is there once {@link FakeExchange#add()} is called. */
  public FakeExchange exchange(ExchangeKind kind, String address, Instant answered) {
    return new FakeExchange(this, kind, address, answered);
  }

  /** How often the exchanges of an address were read. */
  public int timesIndexed() {
    return indexed.get();
  }

  void add(Observation observation) {
    observations.add(observation);
  }

  long nextId() {
    return observations.size() + 1L;
  }

  BodyRef body(byte[] bytes, boolean onDisk) {
    final String sha256 = FakeExchange.sha256(bytes);
    return bodies.computeIfAbsent(sha256 + onDisk, key -> store(bytes, sha256, onDisk));
  }

  private BodyRef store(byte[] bytes, String sha256, boolean onDisk) {
    final BodyRef body = new BodyRef(bodies.size() + 1L, sha256, bytes.length, onDisk ? "ts" : "");
    contents.put(body.id(), bytes.clone());
    if (onDisk) {
      try {
        Files.write(file(body), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return body;
  }

  @Override
  public SessionInfo info() {
    final Optional<Instant> first =
        observations.stream()
            .filter(o -> o.kind() == ExchangeKind.MANIFEST && o.status().orElse(0) == 200)
            .map(Observation::at)
            .findFirst();
    final Optional<Instant> last =
        observations.stream().map(Observation::done).max(Comparator.naturalOrder());
    return new SessionInfo(
        name, folder, source, protocol, first.orElse(Instant.EPOCH), first, last);
  }

  @Override
  public List<Run> runs() {
    final Instant start = info().created();
    final Optional<Instant> stopped = running ? Optional.empty() : Optional.of(start);
    return List.of(new Run(1, start, stopped, "1", Map.of(), stopped.map(at -> "stopped")));
  }

  @Override
  public List<RecordedTrack> tracks() {
    return List.copyOf(tracks);
  }

  @Override
  public List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  @Override
  public void segments(long track, Consumer<RecordedSegment> each) {
    ofTrack(track).forEach(each);
  }

  private Stream<RecordedSegment> ofTrack(long track) {
    return segments.stream()
        .filter(segment -> segment.track() == track)
        .sorted(
            Comparator.comparingInt(RecordedSegment::epoch)
                .thenComparingLong(segment -> segment.segment().sequence()));
  }

  @Override
  public List<Asset> assets() {
    return List.of();
  }

  @Override
  public List<SegmentCount> counts(long track) {
    return List.of();
  }

  @Override
  public List<String> addresses(ExchangeKind kind) {
    return observations.stream()
        .filter(o -> o.kind() == kind)
        .map(o -> o.requested().toString())
        .distinct()
        .toList();
  }

  @Override
  public List<Observation> observations(String address) {
    indexed.incrementAndGet();
    return observations.stream()
        .filter(o -> touches(o, address))
        .sorted(Comparator.comparing(Observation::at).thenComparing(Observation::id))
        .toList();
  }

  private static boolean touches(Observation observation, String address) {
    return observation.requested().toString().equals(address)
        || observation.uri().toString().equals(address)
        || observation.redirects().stream().anyMatch(hop -> hop.uri().toString().equals(address));
  }

  @Override
  public Optional<Observation> observation(long id) {
    return id >= 1 && id <= observations.size()
        ? Optional.of(observations.get((int) id - 1))
        : Optional.empty();
  }

  @Override
  public Optional<Instant> announced(String address, Optional<ByteRange> range) {
    return Optional.ofNullable(announced.get(address + " " + range));
  }

  @Override
  public Optional<Instant> begins(long track) {
    return segments.stream()
        .filter(s -> s.track() == track)
        .map(RecordedSegment::announced)
        .min(Comparator.naturalOrder());
  }

  @Override
  public Tally tally() {
    return new Tally(observations.size(), 0, 0, 0, 0);
  }

  @Override
  public byte[] content(BodyRef body) {
    return Objects.requireNonNull(contents.get(body.id()), "a body of this session").clone();
  }

  @Override
  public Path file(BodyRef body) {
    return folder.resolve(body.sha256() + "." + body.extension());
  }

  @Override
  public Optional<RecordedSegment> segment(long track, int epoch, long sequence) {
    return ofTrack(track)
        .filter(s -> s.epoch() == epoch && s.segment().sequence() == sequence)
        .reduce((a, b) -> b);
  }

  @Override
  public List<RecordedSegment> newest(long track, int limit) {
    final List<RecordedSegment> all = ofTrack(track).toList();
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }

  @Override
  public void close() {}
}
