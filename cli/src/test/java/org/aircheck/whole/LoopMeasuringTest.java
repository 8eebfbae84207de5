package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.IndexFile;
import org.aircheck.engine.vod.Measurements;
import org.aircheck.engine.vod.Measurer;
import org.aircheck.engine.vod.Report;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.engine.vod.VodTrack;
import org.aircheck.spi.Segment;
import org.aircheck.spi.TrackKind;
import org.aircheck.testkit.process.Ffmpeg;
import org.aircheck.vod.VodPlayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durations of whole renditions are what ffprobe says of each segment alone, and are kept. */
class LoopMeasuringTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final double MILLI = 0.001;

  @TempDir Path root;
  private LoopFixture fixture;
  private Measurer measurer;

  @BeforeEach
  void tools() {
    Ffmpeg.required();
    fixture = new LoopFixture(root.resolve("media"));
    measurer = new Measurer(new SegmentProbe(FfmpegTool.find("ffprobe").orElseThrow()), 2);
  }

  private VodStream stream() throws Exception {
    return FolderStreams.in(fixture.root(), Rig.PROTOCOLS).streams().getFirst();
  }

  private VodChannel open(Path folder) throws Exception {
    final VodStream stream = FolderStreams.in(folder, Rig.PROTOCOLS).streams().getFirst();
    return VodChannel.open(
        stream,
        new VodPlayout(),
        ChannelOptions.DEFAULTS,
        IndexFile.of(folder, stream.name(), root.resolve("cache")),
        NOW);
  }

  @Test
  void transport_streams_with_b_frames() throws Exception {
    fixture.classic("s", 16);
    assertMeasuredAlike();
  }

  @Test
  void fragments_and_their_initialization_sections() throws Exception {
    fixture.cmaf("s");
    assertMeasuredAlike();
  }

  @Test
  void packed_sound_of_44_kilohertz() throws Exception {
    fixture.packed("s");
    assertMeasuredAlike();
  }

  @Test
  void two_encodings_behind_each_other() throws Exception {
    fixture.broken("s");
    assertMeasuredAlike();
  }

  private void assertMeasuredAlike() throws Exception {
    final VodStream stream = stream();
    final VodChannel channel = open(fixture.root());
    channel.measure(measurer, () -> NOW);
    final Measurements all = channel.measurements();
    int compared = 0;
    for (VodTrack track : stream.tracks()) {
      final TrackKind kind = track.track().kind();
      if (kind == TrackKind.VIDEO || kind == TrackKind.AUDIO) {
        for (Segment segment : track.track().segments()) {
          // A playlist alone doesn't say what it carries.
          final boolean video =
              kind == TrackKind.VIDEO && !segment.uri().getPath().endsWith(".aac");
          final double[] alone = alone(stream, segment, video);
          final Times times = all.times(segment).orElseThrow();
          final double first = (double) times.first() / times.timescale();
          final double end = (double) times.end() / times.timescale();
          if (alone[1] == alone[0]) {
            continue; // a single packet, cut at its beginning: alone, its duration is not told
          }
          assertThat(end - first)
              .as("%s", segment.uri())
              .isCloseTo(alone[1] - alone[0], within(MILLI));
          // Packed audio has no times of its own: each file alone begins at zero.
          if (!segment.uri().getPath().endsWith(".aac")) {
            assertThat(first).as("%s", segment.uri()).isCloseTo(alone[0], within(MILLI));
            assertThat(end).as("%s", segment.uri()).isCloseTo(alone[1], within(MILLI));
          }
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(3);
  }

  /** First and last time of a segment, by an ffprobe of its own. */
  private double[] alone(VodStream stream, Segment segment, boolean video) throws Exception {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (segment.initialization().isPresent()) {
      bytes.writeBytes(bytes(stream, segment.initialization().get().uri()));
    }
    bytes.writeBytes(bytes(stream, segment.uri()));
    final String extension = segment.uri().getPath().replaceAll(".*\\.", ".");
    final Path file = Files.write(root.resolve("alone" + extension), bytes.toByteArray());
    final String packets =
        LoopFixture.run(
            root,
            "ffprobe",
            List.of(
                "-select_streams",
                video ? "v:0" : "a:0",
                "-show_entries",
                "packet=pts_time,duration_time",
                "-of",
                "csv=p=0",
                file.toString()));
    final List<double[]> times =
        packets
            .lines()
            .filter(l -> !l.isBlank())
            .map(l ->
                Arrays.stream(l.split(","))
                    .limit(2)
                    .mapToDouble(LoopMeasuringTest::seconds)
                    .toArray())
            .toList();
    return new double[] {
      times.stream().mapToDouble(t -> t[0]).min().orElseThrow(),
      times.stream().mapToDouble(t -> t[0] + t[1]).max().orElseThrow()
    };
  }

  /** The duration of a packet that is cut at its beginning is not told. */
  private static double seconds(String field) {
    return field.equals("N/A") ? 0 : Double.parseDouble(field);
  }

  private static byte[] bytes(VodStream stream, URI uri) throws Exception {
    try (var in = stream.resources().get(uri).open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void a_segment_that_is_encrypted_or_part_of_a_file_is_measured_too() throws Exception {
    fixture.encrypted("encrypted");
    fixture.ranges("ranges");
    for (VodStream stream : FolderStreams.in(fixture.root(), Rig.PROTOCOLS).streams()) {
      final VodChannel channel =
          VodChannel.open(
              stream,
              new VodPlayout(),
              ChannelOptions.DEFAULTS,
              IndexFile.of(fixture.root(), stream.name(), root.resolve("cache")),
              NOW);
      channel.measure(measurer, () -> NOW);
      final Report report = Report.of(stream, channel.measurements());
      assertThat(report.loop()).isEqualTo(16_000_000);
      assertThat(report.renditions().getFirst().measured()).isEqualTo(Optional.of(16_000_000L));
    }
  }

  @Test
  void durations_are_kept_and_only_changed_files_are_measured_again() throws Exception {
    final Path folder = fixture.one("s");
    final VodChannel first = open(fixture.root());
    assertThat(first.needsMeasuring()).isTrue();
    first.measure(measurer, () -> NOW);
    assertThat(first.needsMeasuring()).isFalse();
    assertThat(open(fixture.root()).needsMeasuring()).isFalse();
    assertThat(open(fixture.root()).station().measured()).isTrue();

    Files.setLastModifiedTime(folder.resolve("s0.ts"), FileTime.from(NOW));
    assertThat(open(fixture.root()).needsMeasuring()).isTrue();
  }

  @Test
  void a_channel_goes_by_the_playlist_until_it_is_measured_and_without_ffprobe_for_good()
      throws Exception {
    final Path folder = fixture.one("s");
    final Path playlist = folder.resolve("index.m3u8");
    Files.writeString(
        playlist, Files.readString(playlist).replaceAll("#EXTINF:3[.\\d]*", "#EXTINF:3.25"));
    final VodChannel channel = open(fixture.root());
    assertThat(channel.station().measured()).isFalse();
    assertThat(channel.station().tracks().getFirst().segments().getFirst().duration().duration())
        .hasMillis(3_250);
    channel.measure(measurer, () -> NOW);
    assertThat(channel.station().tracks().getFirst().segments().getFirst().duration().duration())
        .hasMillis(3_000);
    assertThat(Report.of(channel.stream(), channel.measurements()).warnings())
        .anyMatch(w -> w.contains("250 ms off"));
  }

  @Test
  void the_report_tells_of_unequal_renditions() throws Exception {
    fixture.cmaf("s");
    final VodChannel channel = open(fixture.root());
    channel.measure(measurer, () -> NOW);
    final Report report = Report.of(channel.stream(), channel.measurements());
    assertThat(report.loop()).isBetween(24_000_001L, 24_100_000L);
    assertThat(report.unequal()).isEqualTo(report.loop() - 24_000_000);
    assertThat(report.renditions())
        .filteredOn(r -> r.kind() == TrackKind.VIDEO)
        .allSatisfy(r -> assertThat(r.hole()).isPositive());
  }
}
