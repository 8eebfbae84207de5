package org.aircheck.testkit.live;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a live channel serves: a pure function of path and time. The paths are {@code /master.m3u8},
 * and for each variant {@code /v0/index.m3u8}, {@code /v0/seg17.ts} (named by the sequence number,
 * so used again in the next epoch) and {@code /v0/key0x2.key} (epoch and number). Immutable;
 * thread-safe.
 */
public final class ChannelModel implements Site {
  /** The path of the multivariant playlist. */
  public static final String MASTER = "/master.m3u8";

  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final Pattern FILE =
      Pattern.compile(
          "/([a-z0-9]+)/(?:index\\.m3u8|seg(\\d{1,9})\\.ts|key(\\d{1,9})x(\\d{1,9})\\.key)");

  private final LiveChannel channel;
  private final Schedule schedule;
  private final Playlists playlists;
  private final Instant start;
  private final String label;
  private final Map<String, Media> media;

  /**
   * A channel's content.
   *
   * @param start when it starts; dates in playlists count from here
   */
  public ChannelModel(LiveChannel channel, Instant start) {
    this(channel, start, "channel", synthetic(channel));
  }

  private ChannelModel(LiveChannel channel, Instant start, String label, Map<String, Media> media) {
    this.channel = channel;
    this.schedule = new Schedule(channel);
    this.playlists = new Playlists(channel, schedule, start);
    this.start = start;
    this.label = label;
    this.media = media;
  }

  private static Map<String, Media> synthetic(LiveChannel channel) {
    final double seconds = channel.segment().toNanos() / 1e9;
    final Map<String, Media> synthetic = new HashMap<>();
    for (Variant variant : channel.variants()) {
      synthetic.put(variant.name(), new TsPackets(variant, seconds));
    }
    return Map.copyOf(synthetic);
  }

  /**
   * A channel whose segments an encoder made.
   *
   * @param folder has a folder for each variant, with {@code 0.ts}, {@code 1.ts}, ...
   */
  static ChannelModel encoded(LiveChannel channel, Instant start, Path folder) {
    final Map<String, Media> encoded = new HashMap<>();
    for (Variant variant : channel.variants()) {
      encoded.put(variant.name(), new EncodedMedia(folder.resolve(variant.name())));
    }
    return new ChannelModel(channel, start, "channel", Map.copyOf(encoded));
  }

  /** A channel like this one with other bytes in its synthetic segments; shares what is costly. */
  ChannelModel labelled(String other) {
    return new ChannelModel(channel, start, other, media);
  }

  /** What the channel is like. */
  public LiveChannel channel() {
    return channel;
  }

  /** When it started. */
  public Instant start() {
    return start;
  }

  /**
   * How many segments of each rendition have been announced at a time since the start, over all
   * epochs.
   */
  public int announced(Duration elapsed) {
    return schedule.announced(elapsed);
  }

  /**
   * A segment as served: encrypted if the channel is.
   *
   * @param epoch the number of restarts before it
   * @param sequence its media sequence number
   */
  public byte[] bytesOf(String variant, int epoch, int sequence) {
    final Media body = media.get(variant);
    if (body == null
        || epoch < 0
        || sequence < 0
        || sequence >= schedule.end(epoch) - schedule.first(epoch)) {
      throw new IllegalArgumentException(
          "no such segment: " + variant + ", " + epoch + ", " + sequence);
    }
    final String name = label + "/" + variant + "/" + epoch + "/" + sequence;
    final byte[] clear = body.segment(name, sequence);
    final int perKey = channel.extras().segmentsPerKey();
    return perKey == 0
        ? clear
        : Keys.encrypt(clear, keyOf(variant, epoch, sequence / perKey), sequence);
  }

  /** A key: the number is the sequence number over the segments per key. */
  public byte[] keyOf(String variant, int epoch, int number) {
    return Keys.key(label + "/" + variant + "/" + epoch + "/key" + number);
  }

  @Override
  public Reply reply(Visit visit) {
    if (visit.path().equals(MASTER)) {
      return playlist(playlists.master());
    }
    final Matcher file = FILE.matcher(visit.path());
    if (!file.matches() || !media.containsKey(file.group(1))) {
      return missing();
    }
    if (file.group(2) != null) {
      return segment(file.group(1), Integer.parseInt(file.group(2)), visit.elapsed());
    }
    if (file.group(3) != null) {
      return key(
          file.group(1),
          Integer.parseInt(file.group(3)),
          Integer.parseInt(file.group(4)),
          visit.elapsed());
    }
    final int announced = schedule.announced(visit.elapsed());
    return announced == 0 ? missing() : playlist(playlists.media(announced));
  }

  private Reply segment(String variant, int sequence, Duration elapsed) {
    final OptionalInt index = schedule.find(sequence, elapsed);
    if (index.isEmpty()) {
      return missing();
    }
    final int epoch = schedule.epoch(index.getAsInt());
    return Reply.ok("video/mp2t", bytesOf(variant, epoch, sequence))
        .with("ETag", "\"" + epoch + "-" + sequence + "\"")
        .with("Cache-Control", "max-age=60");
  }

  private Reply key(String variant, int epoch, int number, Duration elapsed) {
    final int perKey = channel.extras().segmentsPerKey();
    final int announced = schedule.announced(elapsed);
    final boolean known =
        perKey > 0
            && announced > 0
            && epoch <= schedule.epoch(announced - 1)
            && schedule.first(epoch) + (long) number * perKey
                < Math.min(announced, schedule.end(epoch));
    return known ? Reply.ok("application/octet-stream", keyOf(variant, epoch, number)) : missing();
  }

  private static Reply playlist(String text) {
    return Reply.ok(PLAYLIST_TYPE, text.getBytes(StandardCharsets.UTF_8))
        .with("Cache-Control", "no-cache");
  }

  private static Reply missing() {
    return Reply.status(404, "not found");
  }
}
