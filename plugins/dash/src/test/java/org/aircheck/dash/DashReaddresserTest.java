package org.aircheck.dash;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.junit.jupiter.api.Test;

class DashReaddresserTest {
  private static final AddressMap TO_R =
      new AddressMap() {
        @Override
        public String address(URI address) {
          return "/r/" + address.getHost() + address.getRawPath();
        }

        @Override
        public Optional<String> clock() {
          return Optional.of("http://me/now?a=1&b");
        }
      };

  private static String moved(String mpd, AddressMap to, Duration shift)
      throws MalformedManifestException {
    final Manifest manifest =
        new Manifest(
            URI.create("http://o.test/live/a.mpd"), "", mpd.getBytes(StandardCharsets.UTF_8));
    return new String(
        new DashProtocol().readdress(manifest, to, shift).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void addresses_times_and_clocks_change_and_nothing_else() throws Exception {
    final String mpd =
        """
        <?xml version='1.0'?>\r
        <!-- <BaseURL>http://comment.test/</BaseURL> --><?pi <x>?>
        <MPD  availabilityStartTime = "2026-03-01T12:00:00Z" publishTime='2026-03-01T12:00:00.5+01:00' type="dynamic"
           xmlns="urn:mpeg:dash:schema:mpd:2011">
          <UTCTiming value="https://t.test/" schemeIdUri="urn:mpeg:dash:utc:http-head:2014"/>
          <Location> http://o.test/live/a.mpd </Location>
          <BaseURL serviceLocation="http://not.an.address/">https://cdn.test/x&amp;y/</BaseURL>
          <Period id="é>"><BaseURL>/root/</BaseURL>
            <AdaptationSet><SegmentTemplate media='/t/$Number%05d$.m4s?a=1&amp;b=2' initialization="i.mp4"/>
              <Representation id="http://x.test/"><SegmentList><SegmentURL media="https://c.test/1.m4s"/>
                <SegmentURL media="2.m4s"/></SegmentList><![CDATA[<BaseURL>http://c/</BaseURL>]]></Representation>
            </AdaptationSet>
          </Period>
        </MPD>
        <!-- end -->
        """;
    assertThat(moved(mpd, TO_R, Duration.ofSeconds(3600)))
        .isEqualTo(
            mpd.replace("\"2026-03-01T12:00:00Z\"", "\"2026-03-01T13:00:00Z\"")
                .replace("'2026-03-01T12:00:00.5+01:00'", "'2026-03-01T12:00:00.500Z'")
                .replace("https://t.test/", "http://me/now?a=1&amp;b")
                .replace("urn:mpeg:dash:utc:http-head:2014", "urn:mpeg:dash:utc:http-iso:2014")
                .replace(" http://o.test/live/a.mpd ", " /r/o.test/live/a.mpd ")
                .replace("https://cdn.test/x&amp;y/", "/r/cdn.test/x&amp;y/")
                .replace(">/root/<", ">/r/cdn.test/root/<")
                .replace("'/t/$Number", "'/r/cdn.test/t/$Number")
                .replace("https://c.test/1.m4s", "/r/c.test/1.m4s"));
  }

  @Test
  void without_a_shift_and_a_clock_the_times_stay() throws Exception {
    final String mpd =
        "<MPD availabilityStartTime='2026-03-01T12:00:00Z'><UTCTiming schemeIdUri='urn:mpeg:dash:utc:direct:2014'"
            + " value='2026-03-01T12:00:00Z'/><Period><AdaptationSet><SegmentTemplate media='$Time$.m4s'/></AdaptationSet></Period></MPD>";
    assertThat(moved(mpd, uri -> "moved", Duration.ZERO)).isEqualTo(mpd);
  }
}
