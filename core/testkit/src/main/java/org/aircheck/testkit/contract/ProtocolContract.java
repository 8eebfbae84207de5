package org.aircheck.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.junit.jupiter.api.Test;

/**
 * What {@link Protocol} promises, held against a plugin and manifests of its protocol. A plugin's
 * test extends this class and gives both.
 */
public abstract class ProtocolContract {
  /** The instant that samples are read at, unless {@link #now} says otherwise. */
  protected static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final int TURNS = 1_500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A new object of the plugin's class. */
  protected abstract Protocol protocol();

  /** Manifests as origins serve them, at the addresses that they have there; at least one. */
  protected abstract List<Manifest> samples();

  /** Bodies of segments that tell of others, for a protocol that looks ahead. */
  protected List<byte[]> segments() {
    return List.of();
  }

  /** The instant that the samples list something at. */
  protected Instant now() {
    return NOW;
  }

  @Test
  void its_name_and_its_ending_can_stand_in_an_address() {
    assertThat(protocol().id()).matches("[a-z0-9][a-z0-9-]{0,31}");
    assertThat(protocol().extension()).matches("[a-z0-9]{1,10}");
  }

  @Test
  void it_recognises_its_samples_by_their_content() {
    for (Manifest sample : samples()) {
      final Manifest bare = new Manifest(URI.create("http://o.test/x"), "", sample.bytes());
      assertThat(protocol().recognises(bare))
          .as("%s", sample)
          .isGreaterThanOrEqualTo(Recognition.CONTENT);
    }
  }

  @Test
  void it_takes_nothing_else_for_its_own() {
    for (String other : List.of("<html><body>404</body></html>", "{\"a\": 1}", "not found\n")) {
      final Manifest page = manifest(URI.create("http://o.test/x"), other.getBytes(UTF_8));
      assertThat(protocol().recognises(page)).as(other).isEqualTo(Recognition.NONE);
    }
  }

  @Test
  void reading_twice_gives_equal_results() throws Exception {
    final Protocol one = protocol();
    final List<Presentation> first = new ArrayList<>();
    for (Manifest sample : samples()) {
      first.add(one.read(sample, now()));
    }
    for (int i = samples().size() - 1; i >= 0; i--) {
      final Manifest sample = samples().get(i);
      assertThat(one.read(sample, now())).as("again: %s", sample).isEqualTo(first.get(i));
      assertThat(protocol().read(sample, now())).as("anew: %s", sample).isEqualTo(first.get(i));
    }
  }

  @Test
  void many_threads_read_the_same() throws Exception {
    final Protocol one = protocol();
    final List<Manifest> samples = samples();
    final List<Presentation> expected = new ArrayList<>();
    for (Manifest sample : samples) {
      expected.add(one.read(sample, now()));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      final List<Callable<List<Presentation>>> readers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        readers.add(() -> {
          final List<Presentation> read = new ArrayList<>();
          for (Manifest sample : samples) {
            read.add(one.read(sample, now()));
          }
          return read;
        });
      }
      for (Future<List<Presentation>> read : threads.invokeAll(readers)) {
        assertThat(read.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void what_it_reads_is_well_formed() throws Exception {
    for (Manifest sample : samples()) {
      final Presentation read = protocol().read(sample, now());
      assertThat(read.tracks()).as("%s", sample).isNotEmpty();
      final Set<Object> ids = new HashSet<>();
      for (Track track : read.tracks()) {
        assertThat(ids.add(List.of(track.id(), track.period()))).as(track.id()).isTrue();
        assertThat(track.id()).matches("\\P{Cntrl}{1,200}");
        track.manifest().ifPresent(uri -> assertFetchable(uri));
        assertSegments(track);
      }
    }
  }

  private static void assertSegments(Track track) {
    long last = -1;
    for (Segment segment : track.segments()) {
      assertThat(segment.sequence()).as("numbers ascend in %s", track.id()).isGreaterThan(last);
      last = segment.sequence();
      assertThat(segment.duration().ticks()).isNotNegative();
      assertFetchable(segment.uri());
      segment
          .initialization()
          .map(i -> i.uri())
          .filter(uri -> !"data".equals(uri.getScheme()))
          .ifPresent(uri -> assertFetchable(uri));
    }
  }

  private static void assertFetchable(URI uri) {
    assertThat(uri.getScheme()).as("%s", uri).isIn("http", "https");
  }

  @Test
  void it_stands_arbitrary_bytes() {
    final Protocol one = protocol();
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          final Random random = new Random(2);
          for (int i = 0; i < TURNS; i++) {
            stands(one, Arbitrary.manifest(samples(), random), i);
          }
        });
  }

  private void stands(Protocol one, Manifest manifest, int turn) {
    try {
      assertThat(one.recognises(manifest)).isNotNull();
      attempt(() -> one.read(manifest, now()));
      attempt(() -> one.readdress(manifest, Moved::address, Duration.ofSeconds(7)));
    } catch (Exception | LinkageError | StackOverflowError e) {
      fail("turn " + turn + ", " + Arbitrary.shown(manifest), e);
    }
  }

  private static void attempt(Callable<?> work) throws Exception {
    try {
      assertThat(work.call()).isNotNull();
    } catch (MalformedManifestException e) {
      assertThat(e.getMessage()).as("for a person to read").isNotBlank().doesNotContain("\n");
    }
  }

  @Test
  void re_addressing_keeps_every_other_byte() throws Exception {
    for (Manifest sample : samples()) {
      final Moved.Marks marks = new Moved.Marks();
      final Manifest moved = protocol().readdress(sample, marks, Duration.ZERO);
      assertThat(moved.uri()).isEqualTo(sample.uri());
      assertThat(marks.keepsAllElse(sample.bytes(), moved.bytes()))
          .as("nothing but addresses changes: %s", Arbitrary.shown(moved))
          .isTrue();
    }
  }

  @Test
  void a_re_addressed_manifest_leads_to_where_everything_is_now() throws Exception {
    for (Manifest sample : samples()) {
      if (!sample.context().isEmpty()) {
        continue; // what another manifest says of its addresses moves with that one
      }
      final Manifest moved = protocol().readdress(sample, Moved::address, Duration.ZERO);
      final Manifest served =
          new Manifest(
              URI.create(Moved.address(sample.uri())), sample.contentType(), moved.bytes());
      assertThat(addresses(protocol().read(served, now())))
          .as("%s", sample)
          .isEqualTo(
              addresses(protocol().read(sample, now())).stream()
                  .map(uri -> URI.create(Moved.address(uri)))
                  .toList());
    }
  }

  /** All that a player would ask for. */
  private static List<URI> addresses(Presentation presentation) {
    final List<URI> all = new ArrayList<>();
    for (Track track : presentation.tracks()) {
      track.manifest().ifPresent(all::add);
      for (Segment segment : track.segments()) {
        all.add(segment.uri());
        Stream.concat(
                segment.initialization().stream().map(i -> i.uri()),
                segment.keys().stream().flatMap(k -> k.uri().stream()))
            .filter(uri -> uri.getScheme().startsWith("http"))
            .forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void only_who_says_so_heeds_the_shift() throws Exception {
    final Protocol one = protocol();
    for (Manifest sample : samples()) {
      final Manifest now = one.readdress(sample, Moved::address, Duration.ZERO);
      final Manifest later = one.readdress(sample, Moved::address, Duration.ofHours(1));
      assertThat(one.heedsShift() || now.equals(later)).as("%s", sample).isTrue();
    }
  }

  @Test
  void what_it_writes_reads_as_what_was_written() throws Exception {
    final Optional<ManifestWriter> writer = protocol().writer();
    if (writer.isEmpty()) {
      return;
    }
    for (Manifest sample : samples()) {
      final Presentation read = protocol().read(sample, now());
      final Manifest written =
          writer.get().write(read, new Manifest(sample.uri(), sample.contentType(), new byte[0]));
      assertThat(written.uri()).isEqualTo(sample.uri());
      assertThat(addresses(protocol().read(written, now()))).isEqualTo(addresses(read));
    }
  }

  @Test
  void a_look_ahead_stands_arbitrary_bytes() throws Exception {
    final Optional<Lookahead> lookahead = protocol().lookahead();
    final Random random = new Random(3);
    for (Manifest sample : lookahead.isPresent() ? samples() : List.<Manifest>of()) {
      for (Track track : protocol().read(sample, now()).tracks()) {
        for (int i = 0; i < TURNS / 10 && !track.segments().isEmpty(); i++) {
          final byte[] bytes = Arbitrary.body(segments(), random);
          final List<Segment> ahead =
              lookahead
                  .get()
                  .after(track.withSegments(List.of()), track.segments().getLast(), bytes);
          assertThat(ahead).as("turn %s", i).hasSizeLessThanOrEqualTo(16);
          assertSegments(track.withSegments(ahead));
        }
      }
    }
  }

  private static Manifest manifest(URI uri, byte[] bytes) {
    return new Manifest(uri, "", bytes);
  }
}
