package org.aircheck.engine.vod;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.spi.MediaTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form in which an index is kept. */
final class IndexJson {
  private static final int VERSION = 1;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private IndexJson() {}

  /** What an index holds. */
  record Content(Optional<ChannelState> state, Measurements measurements) {
    static final Content EMPTY = new Content(Optional.empty(), Measurements.NONE);
  }

  static byte[] write(Content content) {
    final ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
    content.state().ifPresent(s -> state(root.putObject("channel"), s));
    final ObjectNode files = root.putObject("segments");
    new TreeMap<>(content.measurements().entries())
        .forEach((key, e) -> {
          final ArrayNode line = files.putArray(key).add(e.size()).add(e.modified());
          e.times().ifPresent(t -> line.add(t.first()).add(t.end()).add(t.timescale()));
        });
    return MAPPER.writeValueAsBytes(root);
  }

  private static void state(ObjectNode node, ChannelState state) {
    node.put("signature", state.signature())
        .put("epoch", state.epoch().toString())
        .put("target", state.target().toSeconds());
    final ArrayNode programmes = node.putArray("programmes");
    for (ChannelState.Aired aired : state.programmes()) {
      final ObjectNode programme =
          programmes
              .addObject()
              .put("from", aired.from().toString())
              .put("measured", aired.measured());
      final ObjectNode tracks = programme.putObject("tracks");
      new TreeMap<>(aired.lengths()).forEach((name, l) -> lengths(tracks.putArray(name), l));
    }
  }

  private static void lengths(ArrayNode node, Lengths lengths) {
    for (int i = 0; i < lengths.durations().size(); i++) {
      final MediaTime duration = lengths.durations().get(i);
      final ArrayNode line = node.addArray().add(duration.ticks()).add(duration.timescale());
      lengths.starts().get(i).ifPresent(s -> line.add(s.ticks()).add(s.timescale()));
    }
  }

  /** Reads an index; one that can't be read is as good as none. */
  static Content read(byte[] bytes) {
    try {
      final JsonNode root = MAPPER.readTree(bytes);
      if (root.path("version").asInt(0) != VERSION) {
        return Content.EMPTY;
      }
      final Map<String, Measurements.Entry> entries = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> e : root.path("segments").properties()) {
        final JsonNode line = e.getValue();
        final Optional<Times> times =
            line.size() < 5
                ? Optional.empty()
                : Optional.of(
                    new Times(line.get(2).asLong(), line.get(3).asLong(), line.get(4).asLong()));
        entries.put(
            e.getKey(), new Measurements.Entry(line.get(0).asLong(), line.get(1).asLong(), times));
      }
      final Optional<ChannelState> state =
          root.has("channel") ? Optional.of(state(root.path("channel"))) : Optional.empty();
      return new Content(state, new Measurements(entries));
    } catch (RuntimeException e) {
      return Content.EMPTY;
    }
  }

  private static ChannelState state(JsonNode node) {
    final List<ChannelState.Aired> programmes = new ArrayList<>();
    for (JsonNode programme : node.path("programmes")) {
      final Map<String, Lengths> lengths = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> e : programme.path("tracks").properties()) {
        lengths.put(e.getKey(), lengths(e.getValue()));
      }
      programmes.add(
          new ChannelState.Aired(
              Instant.parse(programme.path("from").asString()),
              programme.path("measured").asBoolean(),
              lengths));
    }
    return new ChannelState(
        node.path("signature").asString(),
        Instant.parse(node.path("epoch").asString()),
        Duration.ofSeconds(node.path("target").asLong()),
        programmes);
  }

  private static Lengths lengths(JsonNode node) {
    final List<MediaTime> durations = new ArrayList<>();
    final List<Optional<MediaTime>> starts = new ArrayList<>();
    for (JsonNode line : node) {
      durations.add(new MediaTime(line.get(0).asLong(), line.get(1).asLong()));
      starts.add(
          line.size() < 4
              ? Optional.empty()
              : Optional.of(new MediaTime(line.get(2).asLong(), line.get(3).asLong())));
    }
    return new Lengths(durations, starts);
  }
}
