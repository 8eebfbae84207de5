package org.aircheck.dash;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.testkit.contract.ProtocolContract;

class DashContractTest extends ProtocolContract {
  @Override
  protected Protocol protocol() {
    return new DashProtocol();
  }

  @Override
  protected List<Manifest> samples() {
    return List.of(
        manifest(
            "https://o.test/live/manifest.mpd?token=1",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" minimumUpdatePeriod="PT2S"
                availabilityStartTime="2026-03-01T11:00:00Z" publishTime="2026-03-01T11:59:59Z"
                timeShiftBufferDepth="PT30S" minBufferTime="PT4S">
              <BaseURL>https://cdn.test/live/</BaseURL>
              <Period id="p0" start="PT0S">
                <AdaptationSet contentType="video" mimeType="video/mp4">
                  <SegmentTemplate timescale="1000" media="$RepresentationID$/$Time$.m4s?a=1&amp;b=2"
                      initialization="$RepresentationID$/init.mp4">
                    <SegmentTimeline><S t="3540000" d="4000" r="3"/><S d="3960"/></SegmentTimeline>
                  </SegmentTemplate>
                  <Representation id="v1" bandwidth="2500000" width="1280" height="720" codecs="avc1.64001f"/>
                  <Representation id="v2" bandwidth="800000" width="640" height="360" codecs="avc1.64001e"/>
                </AdaptationSet>
                <AdaptationSet contentType="audio" mimeType="audio/mp4" lang="en">
                  <SegmentTemplate timescale="48000" duration="192000" startNumber="1"
                      media="/abs/a-$Number%06d$.m4s" initialization="/abs/a-init.mp4"/>
                  <Representation id="a1" bandwidth="128000" codecs="mp4a.40.2"/>
                </AdaptationSet>
              </Period>
              <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="https://time.test/now"/>
            </MPD>
            """),
        manifest(
            "http://o.test/vod/a.mpd",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT8S">
              <Period>
                <AdaptationSet mimeType="video/mp4">
                  <Representation id="1" bandwidth="500000" codecs="avc1.64001e">
                    <SegmentList timescale="1000" duration="4000">
                      <Initialization sourceURL="init.mp4" range="0-699"/>
                      <SegmentURL media="1.m4s" mediaRange="0-999"/>
                      <SegmentURL media="../x/2.m4s"/>
                    </SegmentList>
                  </Representation>
                </AdaptationSet>
              </Period>
            </MPD>
            """));
  }

  private static Manifest manifest(String address, String text) {
    return new Manifest(
        URI.create(address), "application/dash+xml", text.getBytes(StandardCharsets.UTF_8));
  }
}
