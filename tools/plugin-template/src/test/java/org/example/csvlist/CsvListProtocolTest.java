package org.example.csvlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Warning;
import org.junit.jupiter.api.Test;

class CsvListProtocolTest {
  private final CsvListProtocol protocol = new CsvListProtocol();

  private static Manifest list(String text) {
    return new Manifest(
        URI.create("http://origin.test/live/list.csv"),
        "text/csv",
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static final Manifest LIVE =
      list(
          "3.ts,6.000000,8.000000\n/b/4.ts,8.000000,10.040000\nhttp://cdn.test/5.ts,10.040000,12.000000\n");

  @Test
  void it_reads_segments_with_their_times() throws Exception {
    final Presentation read = protocol.read(LIVE, Instant.EPOCH);
    final List<Segment> segments = read.tracks().getFirst().segments();
    assertEquals(
        List.of(
            "http://origin.test/live/3.ts", "http://origin.test/b/4.ts", "http://cdn.test/5.ts"),
        segments.stream().map(s -> s.uri().toString()).toList());
    assertEquals(new MediaTime(2_040_000, 1_000_000), segments.get(1).duration());
    assertEquals(Duration.ofMillis(2040), read.targetDuration().orElseThrow());
  }

  @Test
  void it_points_elsewhere_and_keeps_the_rest() throws Exception {
    final Manifest moved = protocol.readdress(LIVE, uri -> "X" + uri.getPath(), Duration.ZERO);
    assertEquals(
        "3.ts,6.000000,8.000000\nX/b/4.ts,8.000000,10.040000\nX/5.ts,10.040000,12.000000\n",
        new String(moved.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void a_name_is_of_any_letters_and_a_bad_one_costs_its_line() throws Exception {
    final Manifest odd =
        list(
            "é 1.ts,0.000000,2.000000\r\nftp://a/b.ts,2.000000,4.000000\n[.ts,4.000000,6.000000\n"
                + "/à%{Å}.ts,6.000000,8.000000\n");
    final Presentation read = protocol.read(odd, Instant.EPOCH);
    assertEquals(
        List.of(
            "http://origin.test/live/%C3%A9%201.ts", "http://origin.test/%C3%A0%25%7B%C3%85%7D.ts"),
        read.tracks().getFirst().segments().stream().map(s -> s.uri().toString()).toList());
    assertEquals(List.of(2, 3), read.warnings().stream().map(Warning::line).toList());
    final Manifest moved = protocol.readdress(odd, uri -> "X" + uri.getRawPath(), Duration.ZERO);
    assertEquals(
        new String(odd.bytes(), StandardCharsets.UTF_8)
            .replace("/à%{Å}.ts", "X/%C3%A0%25%7B%C3%85%7D.ts"),
        new String(moved.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void it_knows_its_own_and_refuses_the_rest() {
    assertEquals(Recognition.CONTENT, protocol.recognises(LIVE));
    assertEquals(Recognition.NONE, protocol.recognises(list("<html>")));
    assertThrows(
        MalformedManifestException.class, () -> protocol.read(list("<html>"), Instant.EPOCH));
  }
}
