package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.fetch.Received;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.Equipment;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.store.Sessions;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.testkit.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A channel whose segments tell of those behind them, in simulated time: what its list no longer
 * says is recorded all the same, and where the list is in time nothing is asked for early.
 */
class LookaheadTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final int WINDOW = 5;

  @TempDir Path root;

  private final TestClock clock = new TestClock(START);
  private final List<Long> asked = new ArrayList<>();
  private final Map<Long, Integer> refusals = new HashMap<>();

  /** After this the list is the same for ever, as a cache's may be. */
  private Instant frozen = Instant.MAX;

  /** How many segments each tells of. */
  private int told = 2;

  /** A list of numbers; each segment's text is its number and those that it tells of. */
  private final class Telling implements Protocol {
    @Override
    public String id() {
      return "telling";
    }

    @Override
    public String extension() {
      return "txt";
    }

    @Override
    public Recognition recognises(Manifest manifest) {
      return Recognition.CONTENT;
    }

    @Override
    public Presentation read(Manifest manifest, Instant now) {
      final List<Segment> segments =
          new String(manifest.bytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> segment(Long.parseLong(line)))
              .toList();
      return Presentation.builder(
              List.of(Track.builder("t", TrackKind.VIDEO).segments(segments).build()))
          .targetDuration(LENGTH)
          .pace(LENGTH.dividedBy(2))
          .build();
    }

    @Override
    public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift) {
      return manifest;
    }

    @Override
    public Optional<Lookahead> lookahead() {
      return Optional.of((track, segment, bytes) ->
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(line -> segment(Long.parseLong(line)))
              .toList());
    }
  }

  private static Segment segment(long number) {
    return Segment.builder(number, URI.create("http://o.test/" + number), new MediaTime(2, 1))
        .start(new MediaTime(number * 2, 1))
        .initialization(
            Initialization.computed("video/mp4", "section".getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** The number of the newest segment that the origin has. */
  private long newest(Instant now) {
    return 100 + Duration.between(START, now).dividedBy(LENGTH);
  }

  private Exchange answer(Ask ask) {
    clock.advance(Duration.ofMillis(20));
    final Instant now = clock.instant();
    final String path = ask.uri().getPath().substring(1);
    if (path.equals("list")) {
      final long last = newest(now.isBefore(frozen) ? now : frozen);
      return exchange(ask, 200, lines(LongStream.rangeClosed(last - WINDOW + 1, last)));
    }
    final long number = Long.parseLong(path);
    asked.add(number);
    if (number > newest(now)) {
      refusals.merge(number, 1, Integer::sum);
      return exchange(ask, 412, "not yet");
    }
    return exchange(ask, 200, lines(LongStream.rangeClosed(number, number + told)));
  }

  private static String lines(LongStream numbers) {
    return String.join("\n", numbers.mapToObj(Long::toString).toList()) + "\n";
  }

  private Exchange exchange(Ask ask, int status, String text) {
    try {
      final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      final String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      final Received body =
          ask.into().isPresent()
              ? new Received.OnDisk(Files.write(ask.into().get(), bytes), bytes.length, hash)
              : new Received.InMemory(bytes, hash);
      final Instant now = clock.instant();
      return new Exchange(
          ask,
          List.of(),
          ask.uri(),
          now,
          Optional.of(now),
          now,
          OptionalInt.of(status),
          Map.of(),
          Optional.of(body),
          Optional.empty());
    } catch (java.io.IOException | java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Summary record(Duration length) throws Exception {
    final URI source = URI.create("http://o.test/list");
    final RecordOptions all = RecordOptions.of(source);
    final RecordOptions options =
        new RecordOptions(
            source,
            all.selection(),
            all.interval(),
            all.persistence(),
            all.concurrency(),
            0,
            new RecordOptions.Limits(
                Optional.of(length),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty()));
    final RunStart start = new RunStart(clock.instant(), "test", Map.of(), Durability.RELAXED);
    final Origin origin = this::answer;
    try (SessionWriter writer = new Sessions(root).create("s", source, start)) {
      return new Recorder(
              options,
              Protocols.of(List.of(new Telling())),
              new Equipment(origin, writer, clock, clock, Runnable::run),
              event -> {})
          .run();
    }
  }

  private List<Long> kept() {
    final List<Long> numbers = new ArrayList<>();
    try (SessionReader reader = new Sessions(root).read("s")) {
      reader.segments(1, s -> numbers.add(s.segment().sequence()));
    }
    return numbers;
  }

  @Test
  void where_the_list_is_in_time_nothing_is_asked_for_early() throws Exception {
    final Summary summary = record(Duration.ofMinutes(2));
    assertThat(summary.complete()).isTrue();
    assertThat(refusals).isEmpty();
    assertThat(asked).doesNotHaveDuplicates();
    assertThat(kept()).hasSizeGreaterThan(60).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void what_a_cache_no_longer_lists_is_recorded() throws Exception {
    frozen = START.plusSeconds(20);
    final Summary summary = record(Duration.ofMinutes(2));
    assertThat(summary.complete()).isTrue();
    assertThat(kept()).startsWith(96L).isSorted().doesNotHaveDuplicates();
    assertThat(kept().getLast()).isGreaterThan(newest(START.plusSeconds(115)));
    assertThat(refusals).isEmpty();
  }

  @Test
  void one_segment_ahead_is_enough_to_keep_up() throws Exception {
    told = 1;
    frozen = START.plusSeconds(20);
    record(Duration.ofMinutes(2));
    assertThat(kept().getLast()).isGreaterThan(newest(START.plusSeconds(110)));
  }

  @Test
  void a_computed_section_is_kept_beside_the_segments() throws Exception {
    record(Duration.ofSeconds(10));
    try (SessionReader reader = new Sessions(root).read("s")) {
      assertThat(reader.assets()).hasSize(1);
      final Asset section = reader.assets().getFirst();
      final byte[] kept =
          reader.content(
              reader
                  .observation(section.exchange().orElseThrow())
                  .flatMap(Observation::body)
                  .orElseThrow());
      assertThat(new String(kept, StandardCharsets.UTF_8)).isEqualTo("section");
      reader.segments(
          1, s -> assertThat(s.initialization()).isEqualTo(OptionalLong.of(section.id())));
    }
  }
}
