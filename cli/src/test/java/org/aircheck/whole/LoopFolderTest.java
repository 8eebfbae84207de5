package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.Found;
import org.aircheck.engine.vod.VodException;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.engine.vod.VodTrack;
import org.aircheck.spi.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in folders of all layouts, and in broken ones. */
class LoopFolderTest {
  private static final String END = "#EXT-X-ENDLIST\n";

  @TempDir Path root;

  private Path file(String name, String content) throws IOException {
    final Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private String media(String folder, String... names) throws IOException {
    final StringBuilder list = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
    for (String name : names) {
      file(folder + "/" + name, "media");
      list.append("#EXTINF:4,\n").append(name).append('\n');
    }
    return list + END;
  }

  private static String variants(String... playlists) {
    final StringBuilder master = new StringBuilder("#EXTM3U\n");
    for (int i = 0; i < playlists.length; i++) {
      master
          .append("#EXT-X-STREAM-INF:BANDWIDTH=")
          .append(1000 * (i + 1))
          .append('\n')
          .append(playlists[i])
          .append('\n');
    }
    return master.toString();
  }

  private Found found() throws VodException {
    return FolderStreams.in(root, Rig.PROTOCOLS);
  }

  private static List<String> names(Found found) {
    return found.streams().stream().map(VodStream::name).toList();
  }

  @Test
  void every_layout_is_recognised() throws Exception {
    file("classic/1000k/x.m3u8", media("classic/1000k", "a.ts"));
    file("classic/500k/x.m3u8", media("classic/500k", "a.ts"));
    file("classic/abr.m3u8", variants("1000k/x.m3u8", "500k/x.m3u8"));
    file("flat/hi.m3u8", media("flat", "a.ts"));
    file("flat/lo.m3u8", media("flat", "b.ts"));
    file("flat/master.m3u8", variants("hi.m3u8", "lo.m3u8"));
    file("alone/list.m3u8", media("alone", "a.ts"));
    file("deep/down/index.m3u8", media("deep/down", "a.ts"));
    file("top.m3u8", media(".", "t.ts"));

    final Found found = found();
    assertThat(names(found)).containsExactly("alone", "classic", "deep-down", "flat", "top");
    assertThat(tracks(found, "classic")).containsExactly("1000k", "500k");
    assertThat(tracks(found, "flat")).containsExactly("hi", "lo");
    assertThat(found.problems()).isEmpty();
  }

  private static List<String> tracks(Found found, String stream) {
    return found.streams().stream()
        .filter(s -> s.name().equals(stream))
        .flatMap(s -> s.tracks().stream())
        .map(VodTrack::name)
        .toList();
  }

  @Test
  void a_folder_that_is_a_stream_itself_has_its_own_name() throws Exception {
    file("1000k/x.m3u8", media("1000k", "a.ts"));
    file("abr.m3u8", variants("1000k/x.m3u8"));
    assertThat(names(found())).containsExactly(root.getFileName().toString());
    assertThat(tracks(found(), root.getFileName().toString())).containsExactly("1000k");
  }

  @Test
  void a_missing_segment_is_a_gap_and_told() throws Exception {
    file("s/index.m3u8", media("s", "a.ts", "b.ts", "c.ts"));
    Files.delete(root.resolve("s/b.ts"));
    final VodStream stream = found().streams().getFirst();
    assertThat(stream.tracks().getFirst().track().segments())
        .extracting(Segment::gap)
        .containsExactly(false, true, false);
    assertThat(stream.problems()).anyMatch(p -> p.contains("s/b.ts") && p.contains("missing"));
  }

  @Test
  void an_unreadable_rendition_is_left_out_and_the_others_go_on() throws Exception {
    file("s/1/x.m3u8", media("s/1", "a.ts"));
    file("s/2/x.m3u8", "<html>not found</html>");
    file("s/abr.m3u8", variants("1/x.m3u8", "2/x.m3u8", "3/x.m3u8"));
    final VodStream stream = found().streams().getFirst();
    assertThat(stream.tracks()).extracting(VodTrack::name).containsExactly("1");
    assertThat(stream.problems())
        .anyMatch(p -> p.contains("s/2/x.m3u8"))
        .anyMatch(p -> p.contains("s/3/x.m3u8") && p.contains("missing"));
  }

  @Test
  void nothing_outside_the_folder_is_ever_looked_at() throws Exception {
    final Path secret =
        Files.writeString(root.resolveSibling("secret-" + root.getFileName()), "secret");
    final Path inside = Files.createDirectories(root.resolve("in"));
    file("in/ok/index.m3u8", media("in/ok", "a.ts"));
    Files.createSymbolicLink(inside.resolve("ok/link.ts"), secret);
    for (String name :
        List.of(
            "../../../" + secret.getFileName(),
            "..%2f..%2f..%2f" + secret.getFileName(),
            "%2e%2e/%2e%2e/%2e%2e/" + secret.getFileName(),
            secret.toString(),
            secret.toUri().toString(),
            "http://elsewhere.test/a.ts",
            "link.ts")) {
      file("in/bad/index.m3u8", "#EXTM3U\n#EXTINF:4,\n" + name + "\n" + END);
      if (!Files.exists(inside.resolve("bad/link.ts"))) {
        Files.createSymbolicLink(inside.resolve("bad/link.ts"), secret);
      }
      final Found found = FolderStreams.in(inside, Rig.PROTOCOLS);
      assertThat(names(found)).as(name).containsExactly("ok");
      assertThat(found.problems()).as(name).hasSize(1).allMatch(p -> p.startsWith("bad: "));
    }
    Files.createSymbolicLink(inside.resolve("linked.m3u8"), secret);
    assertThat(FolderStreams.in(inside, Rig.PROTOCOLS).problems())
        .anyMatch(p -> p.contains("linked.m3u8 is a link out of the folder"));
  }

  @Test
  void what_has_nothing_in_it_is_refused_in_one_line() throws Exception {
    assertThatThrownBy(this::found).hasMessageContaining("no playlist, no MPD and no session");
    assertThatThrownBy(() -> FolderStreams.in(root.resolve("none"), Rig.PROTOCOLS))
        .hasMessageContaining("there is no such folder");
    file("s/index.m3u8", "no playlist");
    assertThatThrownBy(this::found)
        .isInstanceOf(VodException.class)
        .hasMessageContaining("s/index.m3u8");
    assertThatThrownBy(() -> FolderStreams.in(root.resolve("s/index.m3u8"), Rig.PROTOCOLS))
        .hasMessageContaining("is no folder");
  }

  @Test
  void a_live_mpd_is_no_whole_stream() throws Exception {
    file(
        "s/x.mpd",
        "<MPD type=\"dynamic\" availabilityStartTime=\"2026-01-01T00:00:00Z\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"v\"><SegmentTemplate media=\"$Number$.m4s\" duration=\"2\"/></Representation></AdaptationSet></Period></MPD>");
    assertThatThrownBy(this::found).hasMessageContaining("live itself");
  }
}
