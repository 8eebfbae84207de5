package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Warning;
import org.junit.jupiter.api.Test;

/** Times that nothing can be counted with. */
class TimesTest {
  private static final long LAST = Long.MAX_VALUE;

  private static Presentation read(String attributes, String chunks)
      throws MalformedManifestException {
    final String manifest =
        "<SmoothStreamingMedia %s><StreamIndex Type='audio' Url='{start time}'>"
            + "<QualityLevel FourCC='AACL'/>%s</StreamIndex></SmoothStreamingMedia>";
    return new SmoothProtocol()
        .read(Samples.of(manifest.formatted(attributes, chunks)), Instant.EPOCH);
  }

  private static List<Long> times(Presentation read) {
    return read.tracks().getFirst().segments().stream().map(Segment::sequence).toList();
  }

  @Test
  void a_fragment_behind_all_time_is_left_out() throws Exception {
    for (String chunk :
        List.of(
            "<c t='" + (LAST - 2) + "' d='2'/>",
            "<c t='4' d='" + (LAST - 4) + "'/>",
            "<c t='4' d='2' r='100000'/><c t='40000000000000000' d='2'/>",
            "<c t='4' d='2' r='100000'/><c t='90000000000' d='50000' r='99999'/>")) {
      final Presentation read = read("TimeScale='1'", "<c t='2' d='2'/>" + chunk);
      final List<Segment> segments = read.tracks().getFirst().segments();
      assertThat(segments.size()).isIn(1, 100_001);
      assertThat(read.warnings())
          .extracting(Warning::message)
          .containsExactly("it ends after the end of time: left out");
    }
  }

  @Test
  void all_durations_of_a_track_add_up_to_an_instant() throws Exception {
    final StringBuilder overlapping = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      overlapping.append("<c t='").append(i).append("' d='90000000000'/>");
    }
    Instant end = Instant.now();
    for (Segment segment :
        read("TimeScale='1'", overlapping.toString()).tracks().getFirst().segments()) {
      end = end.plus(segment.duration().duration());
    }
    assertThat(end).isAfter(Instant.EPOCH);
  }

  @Test
  void servers_count_from_the_year_1() throws Exception {
    assertThat(times(read("", "<c t='640000000000000000' d='20000000' r='2'/>")))
        .containsExactly(640000000000000000L, 640000000020000000L);
  }

  @Test
  void a_window_behind_all_time_is_none() throws Exception {
    final Presentation read =
        read("TimeScale='1' IsLive='TRUE' DVRWindowLength='" + LAST + "'", "<c t='2' d='2'/>");
    assertThat(read.timing().buffer()).isEmpty();
    assertThat(read.warnings())
        .extracting(Warning::message)
        .containsExactly("a window of " + LAST + ": ignored");
  }

  @Test
  void a_fragment_does_not_tell_of_one_behind_all_time() {
    final Addressing addressing =
        new Addressing("http://o.test/$Time$", Addressing.By.TIME, 1, List.of());
    final Track track = Track.builder("t", TrackKind.AUDIO).addressing(addressing).build();
    final Segment segment =
        Segment.builder(2, addressing.at(2), new MediaTime(2, 1))
            .start(new MediaTime(2, 1))
            .build();
    assertThat(
            Tfrf.after(
                track, segment, Fragments.telling(4, 2, LAST - 1, 1, LAST - 1, 2, 6, LAST, 6, 2)))
        .extracting(Segment::sequence)
        .containsExactly(4L, 6L);
  }
}
