package org.aircheck.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.ClockSource;
import org.aircheck.spi.Key;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;

class DashReaderTest {
  private static final URI AT = URI.create("http://o.test/live/a.mpd?token=1");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:20Z");

  private final DashProtocol dash = new DashProtocol();

  private Presentation read(String mpd) throws MalformedManifestException {
    return read(mpd, NOW);
  }

  private Presentation read(String mpd, Instant now) throws MalformedManifestException {
    return dash.read(new Manifest(AT, "", mpd.getBytes(StandardCharsets.UTF_8)), now);
  }

  private static List<Segment> segments(Presentation presentation) {
    return presentation.tracks().getFirst().segments();
  }

  private static List<String> addresses(Presentation presentation) {
    return segments(presentation).stream().map(s -> s.uri().toString()).toList();
  }

  /** As ffmpeg writes it. */
  @Test
  void a_timeline_with_numbers() throws Exception {
    final Presentation p =
        read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011"
              type="static" mediaPresentationDuration="PT9.0S" maxSegmentDuration="PT2.0S" minBufferTime="PT4.0S">
              <Period id="0" start="PT0.0S">
                <AdaptationSet id="0" contentType="video" frameRate="25/1" par="16:9">
                  <Representation id="0" mimeType="video/mp4" codecs="avc1.64000c" bandwidth="251015" width="320" height="180">
                    <SegmentTemplate timescale="12800" initialization="init-stream$RepresentationID$.m4s"
                        media="chunk-stream$RepresentationID$-$Number%05d$.m4s" startNumber="3">
                      <SegmentTimeline>
                        <S t="51200" d="25600" r="1" />
                        <S d="12800" />
                      </SegmentTimeline>
                    </SegmentTemplate>
                  </Representation>
                </AdaptationSet>
                <AdaptationSet id="1" contentType="audio" lang="en">
                  <Representation id="1" mimeType="audio/mp4" codecs="mp4a.40.2" bandwidth="69000">
                    <SegmentTemplate timescale="44100" initialization="i$RepresentationID$.m4s" media="a-$Time$.m4s">
                      <SegmentTimeline><S t="173056" d="88064" /><S d="89088" /></SegmentTimeline>
                    </SegmentTemplate>
                  </Representation>
                </AdaptationSet>
              </Period>
            </MPD>
            """);
    assertThat(p.warnings()).isEmpty();
    assertThat(p.ended()).isTrue();
    assertThat(p.pace()).isEmpty();
    assertThat(p.tracks())
        .extracting(Track::id)
        .containsExactly("video-320x180-251015-0", "audio-en-69000-1");
    assertThat(p.tracks())
        .extracting(Track::kind)
        .containsExactly(TrackKind.VIDEO, TrackKind.AUDIO);
    assertThat(p.tracks().getFirst().uses()).contains("audio:");
    assertThat(p.tracks().get(1).group()).contains("audio:");
    assertThat(addresses(p))
        .containsExactly(
            "http://o.test/live/chunk-stream0-00003.m4s",
            "http://o.test/live/chunk-stream0-00004.m4s",
            "http://o.test/live/chunk-stream0-00005.m4s");
    final Segment last = segments(p).getLast();
    assertThat(last.start()).contains(new MediaTime(102_400, 12_800));
    assertThat(last.duration()).isEqualTo(new MediaTime(12_800, 12_800));
    assertThat(last.initialization().orElseThrow().uri())
        .hasToString("http://o.test/live/init-stream0.m4s");
    final Track audio = p.tracks().get(1);
    assertThat(audio.segments())
        .extracting(s -> s.uri().toString())
        .containsExactly("http://o.test/live/a-173056.m4s", "http://o.test/live/a-261120.m4s");
    assertThat(audio.addressing())
        .contains(
            new Addressing(
                "http://o.test/live/a-$Time$.m4s", Addressing.By.TIME, 44_100, List.of()));
  }

  @Test
  void a_list_of_ranges_in_one_file() throws Exception {
    final Presentation p =
        read(
            """
            <MPD type="static" mediaPresentationDuration="PT9.0S">
              <Period><AdaptationSet contentType="video"><Representation id="0" bandwidth="1">
                <BaseURL>s-stream0.mp4</BaseURL>
                <SegmentList timescale="1000000" duration="2000000" startNumber="1">
                  <Initialization range="0-815" />
                  <SegmentURL mediaRange="816-58242" indexRange="816-867" />
                  <SegmentURL mediaRange="58243-124686" />
                </SegmentList>
              </Representation></AdaptationSet></Period>
            </MPD>
            """);
    assertThat(addresses(p)).containsOnly("http://o.test/live/s-stream0.mp4").hasSize(2);
    assertThat(segments(p).get(1).range()).contains(new ByteRange(58_243, 66_444));
    assertThat(segments(p).get(1).start()).contains(new MediaTime(2_000_000, 1_000_000));
    assertThat(segments(p).getFirst().initialization().orElseThrow().range())
        .contains(new ByteRange(0, 816));
  }

  @Test
  void one_file_is_one_segment() throws Exception {
    final Presentation p =
        read(
            """
            <MPD type="static" mediaPresentationDuration="PT9S"><Period>
              <AdaptationSet mimeType="audio/mp4"><Representation id="a"><BaseURL>a.mp4</BaseURL>
                <SegmentBase timescale="1000" indexRange="800-900"><Initialization range="0-799"/></SegmentBase>
              </Representation></AdaptationSet>
              <AdaptationSet contentType="text" mimeType="text/vtt" lang="de">
                <Representation id="t"><BaseURL>t.vtt</BaseURL></Representation>
              </AdaptationSet>
            </Period></MPD>
            """);
    assertThat(addresses(p)).containsExactly("http://o.test/live/a.mp4");
    assertThat(segments(p).getFirst().duration()).isEqualTo(new MediaTime(9_000, 1_000));
    assertThat(p.tracks().get(1).kind()).isEqualTo(TrackKind.SUBTITLES);
  }

  private static final String NUMBERED =
      """
      <MPD type="dynamic" availabilityStartTime="2026-03-01T12:00:00Z" minimumUpdatePeriod="PT500S" timeShiftBufferDepth="PT6S">
        <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-xsdate:2014" value="/time https://t.test/?iso"/>
        <UTCTiming schemeIdUri="urn:mpeg:dash:utc:ntp:2014" value="t.test"/>
        <Location>http://edge.test/live/a.mpd</Location>
        <Period id="P0" start="PT4S">
          <AdaptationSet contentType="video">
            <SegmentTemplate duration="2002" timescale="1000" startNumber="10" media="$RepresentationID$/$Number$.m4s"/>
            <Representation id="v"/>
          </AdaptationSet>
        </Period>
      </MPD>
      """;

  @Test
  void what_is_numbered_becomes_available_with_time() throws Exception {
    final Presentation p = read(NUMBERED);
    // 16 s of the period are over: seven whole segments, of which the buffer reaches back 6 s.
    assertThat(segments(p)).extracting(Segment::sequence).containsExactly(14L, 15L, 16L);
    assertThat(p.timing().until()).contains(Instant.parse("2026-03-01T12:00:20.016Z"));
    final Presentation then = read(NUMBERED, p.timing().until().orElseThrow());
    assertThat(segments(then)).extracting(Segment::sequence).containsExactly(15L, 16L, 17L);
    assertThat(segments(then).getLast().programDateTime())
        .contains(Instant.parse("2026-03-01T12:00:18.014Z"));
    assertThat(p.tracks().getFirst().id()).isEqualTo("video-v@P0");
  }

  @Test
  void clocks_and_location() throws Exception {
    final Presentation p = read(NUMBERED);
    assertThat(p.timing().clocks())
        .containsExactly(
            new ClockSource(ClockSource.Method.HTTP_ISO, "http://o.test/time"),
            new ClockSource(ClockSource.Method.HTTP_ISO, "https://t.test/?iso"));
    assertThat(p.timing().location()).contains(URI.create("http://edge.test/live/a.mpd"));
    assertThat(p.pace()).contains(Duration.ofSeconds(500));
    assertThat(p.warnings()).singleElement().satisfies(w -> assertThat(w.line()).isEqualTo(3));
  }

  @Test
  void repeats_without_an_end_reach_to_the_next_run_and_to_now() throws Exception {
    final String mpd =
        """
        <MPD type="dynamic" availabilityStartTime="2026-03-01T12:00:00"><Period start="PT0S">
          <AdaptationSet contentType="audio"><Representation id="a">
            <SegmentTemplate timescale="10" presentationTimeOffset="100" media="$Time$.m4s">
              <SegmentTimeline><S t="100" d="20" r="-1"/><S t="175" d="30" r="-1"/></SegmentTimeline>
            </SegmentTemplate>
          </Representation></AdaptationSet>
        </Period></MPD>
        """;
    final Presentation p = read(mpd);
    assertThat(segments(p))
        .extracting(s -> s.start().orElseThrow().ticks())
        .containsExactly(100L, 120L, 140L, 160L, 175L, 205L, 235L, 265L);
    assertThat(p.timing().until()).contains(Instant.parse("2026-03-01T12:00:22.5Z"));
    assertThat(p.warnings()).hasSize(1);
  }

  @Test
  void periods_inherit_their_starts_and_have_tracks_of_their_own() throws Exception {
    final Presentation p =
        read(
            """
            <MPD type="static" mediaPresentationDuration="PT30S">
              <Period duration="PT10S"><AdaptationSet contentType="video"><Representation id="v">
                <SegmentTemplate duration="4" media="a/$Number$"/></Representation></AdaptationSet></Period>
              <Period id="ad"><AdaptationSet contentType="video"><Representation id="v">
                <SegmentTemplate duration="4" media="b/$Number$" endNumber="2"/></Representation></AdaptationSet></Period>
            </MPD>
            """);
    assertThat(p.tracks()).extracting(Track::id).containsExactly("video-v", "video-v@ad");
    assertThat(p.tracks()).extracting(t -> t.segments().size()).containsExactly(3, 2);
  }

  @Test
  void addresses_come_from_every_level() throws Exception {
    final Presentation p =
        read(
            """
            <MPD type="static" mediaPresentationDuration="PT2S">
              <BaseURL>https://cdn.test/x/</BaseURL><BaseURL>https://other.test/</BaseURL>
              <Period><BaseURL>p/</BaseURL>
                <SegmentTemplate timescale="1" duration="2" initialization="$RepresentationID$/i$$.mp4"/>
                <AdaptationSet contentType="video"><BaseURL>/root/</BaseURL>
                  <SegmentTemplate media="$Bandwidth%06d$/$RepresentationID$-$Number%03d$.m4s"/>
                  <Representation id="a b" bandwidth="500"><BaseURL>r/</BaseURL></Representation>
                </AdaptationSet>
              </Period>
            </MPD>
            """);
    assertThat(addresses(p)).containsExactly("https://cdn.test/root/r/000500/a%20b-001.m4s");
    assertThat(segments(p).getFirst().initialization().orElseThrow().uri())
        .hasToString("https://cdn.test/root/r/a%20b/i$.mp4");
  }

  @Test
  void protection_and_hints() throws Exception {
    final Presentation p =
        read(
            """
            <MPD type="dynamic" availabilityStartTime="2026-03-01T12:00:00Z" publishFrameTime="123456">
              <Period><AdaptationSet contentType="video">
                <ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cbcs"/>
                <ContentProtection schemeIdUri="urn:uuid:EDEF8BA9-79D6-4ACE-A3C8-27DCD51D21ED"/>
                <Representation id="v"><SegmentTemplate timescale="90000" media="$Time$">
                  <SegmentTimeline><S t="0" d="90000"/></SegmentTimeline></SegmentTemplate></Representation>
              </AdaptationSet></Period>
            </MPD>
            """);
    assertThat(p.tracks().getFirst().addressing().orElseThrow().hints())
        .containsExactly(11_111_040L);
    assertThat(segments(p).getFirst().keys())
        .extracting(Key::method, Key::format)
        .containsExactly(
            tuple("cbcs", "urn:mpeg:dash:mp4protection:2011"),
            tuple("cbcs", "urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed"));
  }

  @Test
  void a_dynamic_one_is_over_when_its_duration_is() throws Exception {
    final String mpd =
        "<MPD type='dynamic' availabilityStartTime='2026-03-01T12:00:00Z' mediaPresentationDuration='PT20S'><Period/></MPD>";
    assertThat(read(mpd, NOW).ended()).isTrue();
    assertThat(read(mpd, NOW.minusMillis(1)).ended()).isFalse();
  }

  @Test
  void what_is_no_mpd_is_refused() {
    for (String text :
        List.of("", "<html></html>", "#EXTM3U", "{}", "\0\1", "<MPD>", "<MPD><a></MPD>")) {
      assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(MalformedManifestException.class);
    }
  }

  @Test
  void it_recognises_its_own() {
    final URI other = URI.create("http://o.test/x");
    final byte[] own =
        "\uFEFF<?xml version='1.0'?><!-- c --><d:MPD xmlns:d='x'/>"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(dash.recognises(new Manifest(other, "text/plain", own)))
        .isEqualTo(Recognition.CONTENT);
    assertThat(dash.recognises(new Manifest(other, "application/dash+xml", new byte[0])))
        .isEqualTo(Recognition.CONTENT_TYPE);
    assertThat(dash.recognises(new Manifest(AT, "", "<html>".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Recognition.NONE);
    assertThat(dash.recognises(new Manifest(AT, "", "#EXTM3U".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Recognition.NONE);
    assertThat(Optional.of(dash.id())).contains("dash");
  }
}
