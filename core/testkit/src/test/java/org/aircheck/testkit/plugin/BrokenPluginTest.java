package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.protocol.BrokenProtocolException;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Playout;
import org.aircheck.spi.playout.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin does when it is asked, who asked goes on, and says which plugin it was. */
class BrokenPluginTest extends PluginFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IllegalStateException(\"line one\\nline two\");",
        "return null;",
        "return read(m, now);",
        "throw new NoClassDefFoundError(\"a/b/C\");",
        "throw new java.util.ServiceConfigurationError(\"no provider\");",
        "throw new Error(\"to do\");",
        "return new byte[Integer.MAX_VALUE].length > 0 ? null : null;",
        "assert now == null : \"x\"; throw new AssertionError(\"y\");",
        "return this.<Presentation, RuntimeException>sneak();",
        "Object[] a = new String[1]; a[0] = 1; return null;"
      })
  void whatever_it_throws_while_reading_becomes_one_line_with_its_name(String read)
      throws Exception {
    final String sneak =
        "@SuppressWarnings(\"unchecked\") <T, E extends Throwable> T sneak() throws E"
            + " { throw (E) new java.io.IOException(\"sneaked\"); }";
    final Path zip =
        zip("bad")
            .source(
                "p.Own", Sources.protocol("Own", "bad", sneak, "return Recognition.CONTENT;", read))
            .extensions("p.Own")
            .write(file("bad"));
    final Protocol bad = only();
    assertThatThrownBy(() -> bad.read(MANIFEST, Instant.EPOCH))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageStartingWith("the plugin \"bad\" (" + zip + ") failed: ")
        .hasMessageNotContaining("\n");
    assertThat(bad.recognises(MANIFEST)).isEqualTo(Recognition.CONTENT);
    assertThat(bad.readdress(MANIFEST, URI::toString, Duration.ZERO)).isEqualTo(MANIFEST);
  }

  @Test
  void one_that_throws_when_it_is_stopped_keeps_nothing_from_ending() throws Exception {
    for (String id : List.of("one", "two")) { // the second is refused: its protocol is there
      zip(id)
          .entry(
              "plugin.properties",
              "plugin.id=" + id + "\nplugin.version=1\nplugin.requires=1\nplugin.class=p.Stop\n")
          .source(
              "p.Stop",
              "package p; public class Stop extends org.pf4j.Plugin {"
                  + " @Override public void stop() { throw new Error(\"no\"); } }")
          .source("p.Own", Sources.protocol("Own", "one", Sources.ONE_SEGMENT))
          .extensions("p.Own")
          .write(file(id));
    }
    final PluginHost loaded = load();
    assertThat(loaded.plugins().getFirst().problem()).isEmpty();
    assertThat(problem(loaded, file("two"))).contains("another plugin reads");
    assertThatCode(loaded::close).doesNotThrowAnyException();
  }

  @Test
  void a_playout_that_fails_says_which_it_is() throws Exception {
    final Path zip =
        zip("bad")
            .source("p.Own", Sources.playout("Own", "return new Silent();"))
            .source("p.Two", Sources.playout("Two", "throw new Error();").replace("bad", "two"))
            .extensions("p.Own", "p.Two")
            .write(file("bad"));
    final Schedule schedule =
        new Schedule(List.of(), Duration.ofSeconds(1), Optional.empty(), false);
    final List<Playout> playouts = load().playouts();
    assertThatThrownBy(() -> playouts.getLast().broadcast(schedule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plugin \"two\" (" + zip + ") failed: Error");
    final Broadcast silent = playouts.getFirst().broadcast(schedule);
    assertThatThrownBy(() -> silent.window("v", Instant.EPOCH, Optional.empty()))
        .hasMessage(
            "the plugin \"bad\" (" + zip + ") failed: NullPointerException: it returned null");
    assertThatThrownBy(() -> silent.airing("v", 1))
        .hasMessage("the plugin \"bad\" (" + zip + ") failed: Error: to do");
    assertThatThrownBy(() -> silent.seam(Instant.EPOCH)).hasMessage("allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Segment.builder(1, null, new MediaTime(2, 1))",
        "Segment.builder(1, m.uri(), null)",
        "Segment.builder(1, m.uri(), new MediaTime(2, 1)).title(null)",
        "Segment.builder(1, URI.create(\"1.ts\"), new MediaTime(2, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(-1, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(Long.MAX_VALUE, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(1, 1)).start(new MediaTime(Long.MAX_VALUE, 1))",
        "Segment.builder(1, m.uri(), new MediaTime(1, 1)).programDateTime(Instant.MAX)"
      })
  void what_nobody_can_work_with_is_the_plugins_failure(String segment) throws Exception {
    final Path zip =
        protocol(
            "bad",
            Sources.ONE_SEGMENT.replaceAll(
                "Segment.builder\\(1.*?1\\)\\)", Matcher.quoteReplacement(segment)));
    final Protocol bad = only();
    assertThatThrownBy(() -> bad.read(MANIFEST, Instant.EPOCH))
        .isInstanceOf(BrokenProtocolException.class)
        .hasMessageStartingWith("the plugin \"bad\" (" + zip + ") failed: ");
  }

  @Test
  void what_it_says_comes_next_is_looked_at_too() throws Exception {
    zip("ahead")
        .source(
            "p.Own",
            Sources.protocol(
                "Own",
                "ahead",
                "@Override public java.util.Optional<Lookahead> lookahead() { return"
                    + " java.util.Optional.of((track, segment, bytes) -> switch (bytes[0]) {"
                    + " case 0 -> List.of(segment); case 1 -> java.util.Collections.nCopies(17, segment);"
                    + " case 2 -> java.util.Arrays.asList(segment, null); default -> null; }); }",
                "return Recognition.CONTENT;",
                Sources.ONE_SEGMENT))
        .extensions("p.Own")
        .write(file("ahead"));
    final Protocol ahead = only();
    final Track track = ahead.read(MANIFEST, Instant.EPOCH).tracks().getFirst();
    final Segment segment = track.segments().getFirst();
    final Lookahead lookahead = ahead.lookahead().orElseThrow();
    assertThat(lookahead.after(track, segment, new byte[] {0})).containsExactly(segment);
    for (byte kind = 1; kind < 4; kind++) {
      assertThat(lookahead.after(track, segment, new byte[] {kind})).isEmpty();
    }
  }

  @Test
  void what_can_not_be_recognised_is_not_its_own() throws Exception {
    zip("bad")
        .source(
            "p.Own",
            Sources.protocol(
                "Own", "bad", "", "throw new IllegalStateException(\"x\");", "return null;"))
        .extensions("p.Own")
        .write(file("bad"));
    protocol("good", Sources.ONE_SEGMENT);
    final PluginHost loaded = load();
    assertThat(loaded.protocols().read(MANIFEST, Instant.EPOCH).protocol().id()).isEqualTo("good");
  }
}
