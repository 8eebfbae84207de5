package org.aircheck.smooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.junit.jupiter.api.Test;

class TfrfTest {
  private static final Addressing ADDRESSING =
      new Addressing("http://o.test/$Time$", Addressing.By.TIME, 10, List.of());
  private static final Track TRACK =
      Track.builder("t", TrackKind.VIDEO).addressing(ADDRESSING).build();
  private static final Segment SEGMENT =
      Segment.builder(20, ADDRESSING.at(20), new MediaTime(20, 10))
          .start(new MediaTime(20, 10))
          .build();

  private static List<Long> told(byte[] fragment) {
    return Tfrf.after(TRACK, SEGMENT, fragment).stream().map(Segment::sequence).toList();
  }

  @Test
  void those_behind_it_in_order() {
    assertThat(told(Fragments.telling(0, 20, 20, 20, 40, 20, 60, 20))).containsExactly(40L, 60L);
    assertThat(told(Fragments.telling(60, 20, 40, 20, 60, 20, 80, 20))).containsExactly(60L, 80L);
  }

  @Test
  void a_few_at_most() {
    final long[] many = LongStream.range(0, 2 * 255).map(i -> i % 2 == 0 ? 40 + i : 2).toArray();
    assertThat(told(Fragments.telling(many))).hasSize(16);
    final byte[] box = Fragments.tfrf(40, 2, 42, 2);
    final byte[][] boxes = new byte[1_000][];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = Fragments.tfrf(40 + i, 2);
    }
    assertThat(told(Boxes.box("moof", Boxes.box("traf", boxes)))).hasSize(16);
    assertThat(told(Boxes.box("moof", Boxes.box("traf", box, box)))).containsExactly(40L, 42L);
  }
}
