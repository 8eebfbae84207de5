package org.aircheck.testkit.live;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes a channel's playlists, as text. */
final class Playlists {
  private final LiveChannel channel;
  private final Schedule schedule;
  private final Instant start;
  private final double seconds;

  Playlists(LiveChannel channel, Schedule schedule, Instant start) {
    this.channel = channel;
    this.schedule = schedule;
    this.start = start;
    this.seconds = channel.segment().toNanos() / 1e9;
  }

  /** The multivariant playlist. */
  String master() {
    final StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:4\n");
    final List<Variant> audios = channel.variants().stream().filter(Variant::audio).toList();
    for (Variant audio : audios) {
      text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"aud\",NAME=\"").append(audio.name());
      text.append("\",DEFAULT=").append(audio.equals(audios.getFirst()) ? "YES" : "NO");
      text.append(",AUTOSELECT=YES,URI=\"").append(audio.name()).append("/index.m3u8\"\n");
    }
    int rank = 0;
    for (Variant variant : channel.variants()) {
      if (variant.audio()) {
        continue;
      }
      rank++;
      final long bandwidth = Math.round(variant.segmentBytes() * 8 / seconds) + 100_000L * rank;
      text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bandwidth);
      text.append(",RESOLUTION=").append(320 * rank).append('x').append(180 * rank);
      text.append(",CODECS=\"avc1.42c01e,mp4a.40.2\"")
          .append(audios.isEmpty() ? "" : ",AUDIO=\"aud\"");
      text.append('\n').append(variant.name()).append("/index.m3u8\n");
    }
    return text.toString();
  }

  /** The media playlist of every rendition, which differ in their address only. */
  String media(int announced) {
    final int first = schedule.firstListed(announced);
    final int epoch = schedule.epoch(first);
    final int perKey = channel.extras().segmentsPerKey();
    final StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
    text.append("#EXT-X-TARGETDURATION:").append((long) Math.ceil(seconds)).append('\n');
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first - schedule.first(epoch)).append('\n');
    for (int index = first; index < announced; index++) {
      final int sequence = index - schedule.first(epoch);
      if (perKey > 0 && (index == first || sequence % perKey == 0)) {
        text.append("#EXT-X-KEY:METHOD=AES-128,URI=\"key").append(epoch).append('x');
        text.append(sequence / perKey).append(".key\"\n");
      }
      if (channel.extras().dates()) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:")
            .append(start.plus(schedule.begin(index)))
            .append('\n');
      }
      text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\nseg%d.ts\n", seconds, sequence));
    }
    if (channel.endlist() && announced == channel.segments()) {
      text.append("#EXT-X-ENDLIST\n");
    }
    return text.toString();
  }
}
