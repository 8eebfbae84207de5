package org.aircheck.smooth;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.aircheck.spi.Manifest;

/** Client manifests as servers and encoders write them. */
final class Samples {
  static final URI AT = URI.create("http://o.test/live/channel.ism/Manifest");

  /** As a server has a live channel with a window, pictures of two sizes, sound and captions. */
  static final String LIVE =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <!-- Created live -->
      <SmoothStreamingMedia MajorVersion="2" MinorVersion="2" TimeScale="10000000" Duration="0"
          IsLive="TRUE" LookAheadFragmentCount="2" DVRWindowLength="600000000">
        <StreamIndex Type="video" Name="video" Subtype="" Chunks="4" QualityLevels="2" MaxWidth="1280" MaxHeight="720"
            Url="QualityLevels({bitrate})/Fragments(video={start time})">
          <QualityLevel Index="0" Bitrate="2500000" FourCC="H264" MaxWidth="1280" MaxHeight="720"
              CodecPrivateData="000000016742c00dda05067e7c0440000003004000000c83c50aa80000000168ce3c80"/>
          <QualityLevel Index="1" Bitrate="800000" FourCC="H264" MaxWidth="640" MaxHeight="360"
              CodecPrivateData="000000016742c00cda0a37e4c044000003000400000300c83c50aa800000000168ce3c80"/>
          <c t="35400000000" d="20000000" r="3"/>
          <c d="20000000"/>
        </StreamIndex>
        <StreamIndex Type="audio" Name="audio_eng" Language="eng" Chunks="2" QualityLevels="1" TimeScale="48000"
            Url="/abs/QualityLevels({Bitrate},{CustomAttributes})/Fragments(audio_eng={start_time})?a=1&amp;b=2">
          <QualityLevel Index="0" Bitrate="128000" FourCC="AACL" SamplingRate="48000" Channels="2" BitsPerSample="16"
              PacketSize="4" AudioTag="255" CodecPrivateData="1190">
            <CustomAttributes><Attribute Name="lang" Value="en"/></CustomAttributes>
          </QualityLevel>
          <c t="169920000" d="96256"/>
          <c d="95232"/>
        </StreamIndex>
        <StreamIndex Type="text" Name="cap tions" Language="deu" Subtype="CAPT" TimeScale="10000000"
            Url="https://cdn.test/x/QualityLevels({bitrate})/Fragments(cap tions={start time})">
          <QualityLevel Index="0" Bitrate="1000" FourCC="TTML" CodecPrivateData=""/>
          <c t="35400000000" d="40000000"/>
        </StreamIndex>
      </SmoothStreamingMedia>
      """;

  /** A whole film: nothing but durations, the last one left out. */
  static final String WHOLE =
      """
      <SmoothStreamingMedia MajorVersion="2" MinorVersion="0" Duration="70000000">
        <StreamIndex Type="video" QualityLevels="1" Chunks="4" Url="QualityLevels({bitrate})/Fragments(video={start time})">
          <QualityLevel Index="0" Bitrate="300000" FourCC="WVC1" MaxWidth="320" MaxHeight="180" CodecPrivateData="250000010F"/>
          <c n="0" d="20000000"/>
          <c n="1" d="20000000"/>
          <c n="2" d="20000000"/>
          <c n="3"/>
        </StreamIndex>
      </SmoothStreamingMedia>
      """;

  /** Markup, letters and times that are legal, or that players stand. */
  static final String ODD =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <!-- instead of <x>: -->
      <SmoothStreamingMedia MajorVersion="2" MinorVersion="2" TimeScale="1">
        <StreamIndex Type="audio" Name="a>b" Url='http&#58;//cdn.test/é $100%/Q({bitrate})/F(audio={start&#32;time})'>
          <QualityLevel Bitrate="64000" FourCC="AACH" SamplingRate="24000" Channels="2"/>
          <c t="4" d="2"/>
          <c t="9223372036854775800" d="2"/>
        </StreamIndex>
      </SmoothStreamingMedia>
      """;

  private Samples() {}

  static Manifest of(String text) {
    return of(text, StandardCharsets.UTF_8);
  }

  static Manifest of(String text, Charset charset) {
    return new Manifest(AT, "text/xml", text.getBytes(charset));
  }
}
