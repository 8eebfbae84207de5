package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg writes Smooth Streaming; what is read of it must decode to what ffmpeg was given. */
class EncodedTest {
  @TempDir private static Path folder;

  private static Presentation presentation;

  @BeforeAll
  static void encode() throws Exception {
    final String inputs =
        "-f lavfi -i testsrc2=size=320x180:rate=25 -itsoffset 0.0213334 -f lavfi"
            + " -i sine=frequency=440:sample_rate=48000";
    ffmpeg(
        inputs
            + " -t 12 -c:v libx264 -preset ultrafast -bf 0 -g 50 -keyint_min 50 -sc_threshold 0 -c:a aac source.mp4");
    ffmpeg(
        "-i source.mp4 -c copy -b:v 300k -b:a 64k -f smoothstreaming -lookahead_count 2"
            + " -min_frag_duration 2000000 -remove_at_exit 0 channel.ism");
    // As ffmpeg leaves out where the first begins, it must be zero: hence the sound's delay, which
    // is
    // what its encoder begins earlier.
    final Path manifest = folder.resolve("channel.ism/Manifest");
    presentation =
        new SmoothProtocol()
            .read(
                new Manifest(
                    URI.create("http://o.test/channel.ism/Manifest"),
                    "",
                    Files.readAllBytes(manifest)),
                Instant.EPOCH);
  }

  private static String ffmpeg(String arguments) throws Exception {
    final List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of(arguments.split(" ")));
    final Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    final String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", arguments, output).isZero();
    return output;
  }

  private static Path file(Segment segment) {
    return folder.resolve(URI.create("http://o.test/").relativize(segment.uri()).toString());
  }

  /** The computed section, and the fragments behind it. */
  private static Path joined(Track track, String name) throws IOException {
    final ByteArrayOutputStream all = new ByteArrayOutputStream();
    final String section =
        track.segments().getFirst().initialization().orElseThrow().uri().toString();
    all.writeBytes(Base64.getDecoder().decode(section.substring(section.indexOf(',') + 1)));
    for (Segment segment : track.segments()) {
      all.writeBytes(Files.readAllBytes(file(segment)));
    }
    return Files.write(folder.resolve(name), all.toByteArray());
  }

  /** Every packet's hash. */
  private static List<String> packets(String input) throws Exception {
    return ffmpeg("-i " + input + " -c copy -f framemd5 -")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  @Test
  void every_packet_of_pictures_and_sound_is_there() throws Exception {
    final List<Track> tracks = presentation.tracks();
    assertThat(tracks).hasSize(2);
    joined(tracks.get(0), "video.mp4");
    joined(tracks.get(1), "audio.mp4");
    ffmpeg("-i source.mp4 -map 0:v -c copy only-video.mp4");
    ffmpeg("-i source.mp4 -map 0:a -c copy only-audio.mp4");
    assertThat(packets("video.mp4")).hasSize(300).isEqualTo(packets("only-video.mp4"));
    assertThat(packets("audio.mp4")).hasSizeGreaterThan(500).isEqualTo(packets("only-audio.mp4"));
  }

  @Test
  void it_decodes_without_a_complaint() throws Exception {
    joined(presentation.tracks().get(0), "v.mp4");
    joined(presentation.tracks().get(1), "a.mp4");
    assertThat(ffmpeg("-xerror -i v.mp4 -f null -")).isEmpty();
    assertThat(ffmpeg("-xerror -i a.mp4 -f null -")).isEmpty();
  }

  @Test
  void a_fragment_tells_of_the_two_behind_it() throws Exception {
    final Track track = presentation.tracks().getFirst();
    final List<Segment> segments = track.segments();
    assertThat(segments).hasSizeGreaterThan(4);
    final List<Segment> told =
        new SmoothProtocol()
            .lookahead()
            .orElseThrow()
            .after(track, segments.getFirst(), Files.readAllBytes(file(segments.getFirst())));
    assertThat(told).isEqualTo(segments.subList(1, 3));
  }
}
