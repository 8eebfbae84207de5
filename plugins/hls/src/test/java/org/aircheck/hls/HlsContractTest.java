package org.aircheck.hls;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.testkit.contract.ProtocolContract;

class HlsContractTest extends ProtocolContract {
  @Override
  protected Protocol protocol() {
    return new HlsProtocol();
  }

  @Override
  protected List<Manifest> samples() {
    return List.of(
        manifest(
            "https://o.test/live/master.m3u8?token=1",
            """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="English",LANGUAGE="en",DEFAULT=YES,URI="audio/en.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="Deutsch",LANGUAGE="de",URI="/subs/de.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2500000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="aac",SUBTITLES="subs"
            https://cdn.test/video/720.m3u8?a=1&b=2
            #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,AUDIO="aac",SUBTITLES="subs"
            video/360.m3u8
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="iframes.m3u8"
            #EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://keys.test/k1"
            """),
        manifest(
            "http://o.test/a/b/live.m3u8",
            """
            #EXTM3U\r
            #EXT-X-VERSION:7\r
            #EXT-X-TARGETDURATION:6\r
            #EXT-X-MEDIA-SEQUENCE:2680\r
            #EXT-X-DISCONTINUITY-SEQUENCE:3\r
            #EXT-X-MAP:URI="init.mp4",BYTERANGE="700@0"\r
            #EXT-X-KEY:METHOD=AES-128,URI="https://keys.test/k?n=2680",IV=0x0123456789abcdef0123456789abcdef\r
            #EXT-X-PROGRAM-DATE-TIME:2026-03-01T11:59:30.000Z\r
            #EXTINF:6.006,first\r
            /abs/2680.m4s\r
            #EXTINF:5.994,\r
            https://cdn.test/x/2681.m4s?sig=%2B\r
            #EXT-X-DISCONTINUITY\r
            #EXT-X-KEY:METHOD=NONE\r
            #EXTINF:4,\r
            ../2682.m4s\r
            #EXT-X-GAP\r
            #EXTINF:4,\r
            2683.m4s\r
            """),
        manifest(
            "http://o.test/vod.m3u8",
            """
            #EXTM3U
            #EXT-X-TARGETDURATION:10
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:9.9,
            #EXT-X-BYTERANGE:1000@0
            all.ts
            #EXTINF:9.9,
            #EXT-X-BYTERANGE:2000
            all.ts
            #EXT-X-ENDLIST
            """));
  }

  private static Manifest manifest(String address, String text) {
    return new Manifest(
        URI.create(address),
        "application/vnd.apple.mpegurl",
        text.getBytes(StandardCharsets.UTF_8));
  }
}
