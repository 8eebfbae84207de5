package org.aircheck.server.playout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aircheck.engine.vod.Report;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodTrack;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.playout.Lineup.Entry;
import tools.jackson.databind.json.JsonMapper;

/** The channels as the page shows them. */
final class ChannelsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ChannelsJson() {}

  /**
   * All channels.
   *
   * @param problems of the folder as a whole
   */
  static String of(Lineup lineup, List<String> problems, Instant now) {
    final List<Map<String, Object>> channels = new ArrayList<>();
    lineup.entries().forEach(e -> channels.add(channel(e, now)));
    return JSON.writeValueAsString(
        Map.of("now", now.toString(), "channels", channels, "problems", problems));
  }

  private static Map<String, Object> channel(Entry entry, Instant now) {
    final VodChannel hls = entry.hls().channel();
    final VodChannel.Station station = hls.station();
    final Report report = Report.of(hls.stream(), hls.measurements());
    final Map<String, Object> channel = new LinkedHashMap<>();
    channel.put("name", entry.name());
    channel.put("hls", Percent.encode(entry.name()) + ".m3u8");
    if (entry.dash().hasMpd()) {
      channel.put("dash", Percent.encode(entry.name()) + ".mpd");
    }
    channel.put("state", state(station, now));
    channel.put("durations", durations(hls, station, now));
    channel.put("loop", Report.seconds(report.loop()));
    channel.put("target", station.target().toSeconds());
    channel.put("window", station.window().toSeconds());
    channel.put("epoch", station.epoch().toString());
    final List<Map<String, Object>> tracks = new ArrayList<>();
    for (VodTrack track : hls.stream().tracks()) {
      final Map<String, Object> rendition = new LinkedHashMap<>();
      rendition.put("name", track.name());
      rendition.put("kind", track.track().kind().name().toLowerCase(Locale.ROOT));
      rendition.put("address", Percent.encode(entry.files().getOrDefault(track.name(), "")));
      rendition.put("segments", track.track().segments().size());
      tracks.add(rendition);
    }
    channel.put("renditions", tracks);
    channel.put("problems", report.warnings());
    return channel;
  }

  private static String state(VodChannel.Station station, Instant now) {
    if (now.isBefore(station.epoch())) {
      return "begins at " + station.epoch();
    }
    return station.stop().filter(s -> !s.isAfter(now)).map(s -> "ended at " + s).orElse("on air");
  }

  private static String durations(VodChannel channel, VodChannel.Station station, Instant now) {
    if (channel.isHeldBack()) {
      return "EXTINF: the measured ones exceed the target duration that was announced; --rescan begins anew with them";
    }
    if (!station.measured()) {
      return channel.needsMeasuring() ? "EXTINF, not measured yet" : "EXTINF";
    }
    return now.isBefore(station.lastProgramme())
        ? "measured, from " + station.lastProgramme() + " on"
        : "measured";
  }
}
