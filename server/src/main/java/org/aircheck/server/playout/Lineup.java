package org.aircheck.server.playout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodTrack;

/** The channels of a server and what is found where. Immutable. */
final class Lineup {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, OnAir> media = new LinkedHashMap<>();
  private final Map<String, Playlist> playlists = new LinkedHashMap<>();

  /**
   * A stream that may lie in the folder in the manifests of several protocols.
   *
   * @param hls whose playlists are served
   * @param dash whose MPD is served
   * @param files the names of the tracks' playlists, by the tracks' names
   */
  record Entry(String name, OnAir hls, OnAir dash, Map<String, String> files) {}

  /** A track's own playlist. */
  record Playlist(OnAir channel, VodTrack track) {}

  Lineup(List<VodChannel> channels, boolean dated) {
    final Map<String, List<VodChannel>> byName = new LinkedHashMap<>();
    channels.forEach(
        c -> byName.computeIfAbsent(c.stream().name(), key -> new ArrayList<>()).add(c));
    byName.forEach((name, sources) -> add(name, sources, dated));
    entries.forEach(e -> addPlaylists(e));
  }

  private void add(String name, List<VodChannel> sources, boolean dated) {
    final Map<String, OnAir> byProtocol = new LinkedHashMap<>();
    for (VodChannel source : sources) {
      final String key = media.containsKey(name) ? name + "." + source.stream().protocol() : name;
      final OnAir channel = new OnAir(key, source, dated);
      media.put(key, channel);
      byProtocol.putIfAbsent(source.stream().protocol(), channel);
    }
    final OnAir first = byProtocol.values().iterator().next();
    entries.add(
        new Entry(
            name,
            byProtocol.getOrDefault("hls", first),
            byProtocol.getOrDefault("dash", first),
            new LinkedHashMap<>()));
  }

  /** The streams' own addresses come first: a playlist that would take one gets a number. */
  private void addPlaylists(Entry entry) {
    for (VodTrack track : entry.hls().channel().stream().tracks()) {
      final String wanted = entry.name() + "_" + track.name();
      String file = wanted + ".m3u8";
      for (int i = 2; playlists.containsKey(file) || isStream(file); i++) {
        file = wanted + "-" + i + ".m3u8";
      }
      playlists.put(file, new Playlist(entry.hls(), track));
      entry.files().put(track.name(), file);
    }
  }

  private boolean isStream(String file) {
    return entries.stream().anyMatch(e -> file.equals(e.name() + ".m3u8"));
  }

  List<Entry> entries() {
    return entries;
  }

  Optional<Entry> entry(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  Optional<Playlist> playlist(String file) {
    return Optional.ofNullable(playlists.get(file));
  }

  /** A channel by its name in the addresses of its media. */
  Optional<OnAir> media(String name) {
    return Optional.ofNullable(media.get(name));
  }
}
