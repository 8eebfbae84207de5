package org.aircheck.engine.store;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.aircheck.engine.fetch.Exchange.Hop;
import org.aircheck.spi.Addressing;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Period;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The model's values as JSON columns, field by field: what is stored must not change when a record
 * is renamed.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String map(Map<String, String> map) {
    return MAPPER.writeValueAsString(new TreeMap<>(map));
  }

  static Map<String, String> map(String json) {
    final Map<String, String> map = new LinkedHashMap<>();
    MAPPER.readTree(json).properties().forEach(e -> map.put(e.getKey(), e.getValue().asString()));
    return map;
  }

  static String strings(List<String> list) {
    return MAPPER.writeValueAsString(list);
  }

  static List<String> strings(String json) {
    final List<String> list = new ArrayList<>();
    MAPPER.readTree(json).forEach(n -> list.add(n.asString()));
    return list;
  }

  static String numbers(List<Long> list) {
    return MAPPER.writeValueAsString(list);
  }

  static List<Long> numbers(String json) {
    final List<Long> list = new ArrayList<>();
    MAPPER.readTree(json).forEach(n -> list.add(n.asLong()));
    return list;
  }

  static String hops(List<Hop> hops) {
    final ArrayNode array = MAPPER.createArrayNode();
    hops.forEach(h -> array.addObject().put("uri", h.uri().toString()).put("status", h.status()));
    return array.toString();
  }

  static List<Hop> hops(String json) {
    final List<Hop> hops = new ArrayList<>();
    MAPPER
        .readTree(json)
        .forEach(n -> hops.add(new Hop(uri(n.path("uri")), n.path("status").asInt())));
    return hops;
  }

  static String track(Track track) {
    final ObjectNode node = MAPPER.createObjectNode();
    node.put("id", track.id()).put("kind", track.kind().name());
    track.manifest().ifPresent(u -> node.put("manifest", u.toString()));
    final ObjectNode context = node.putObject("context");
    new TreeMap<>(track.context()).forEach(context::put);
    final Traits traits = track.traits();
    traits.bandwidth().ifPresent(v -> node.put("bandwidth", v));
    traits.resolution().ifPresent(v -> node.put("width", v.width()).put("height", v.height()));
    traits.frameRate().ifPresent(v -> node.put("frameRate", v));
    traits.codecs().ifPresent(v -> node.put("codecs", v));
    traits.language().ifPresent(v -> node.put("language", v));
    traits.name().ifPresent(v -> node.put("name", v));
    track.group().ifPresent(v -> node.put("group", v));
    final ArrayNode uses = node.putArray("uses");
    track.uses().stream().sorted().forEach(uses::add);
    track.addressing().ifPresent(a -> addressing(node.putObject("addressing"), a));
    track.period().ifPresent(p -> period(node.putObject("period"), p));
    final ArrayNode extras = node.putArray("extras");
    track.extras().forEach(extras::add);
    return node.toString();
  }

  static Track track(String json) {
    final JsonNode node = MAPPER.readTree(json);
    final Map<String, String> context = new LinkedHashMap<>();
    node.path("context")
        .properties()
        .forEach(e -> context.put(e.getKey(), e.getValue().asString()));
    final Set<String> uses = new HashSet<>();
    node.path("uses").forEach(n -> uses.add(n.asString()));
    final List<String> extras = new ArrayList<>();
    node.path("extras").forEach(n -> extras.add(n.asString()));
    final Traits traits =
        new Traits(
            node.has("bandwidth")
                ? OptionalLong.of(node.path("bandwidth").asLong())
                : OptionalLong.empty(),
            node.has("width")
                ? Optional.of(
                    new Traits.Resolution(node.path("width").asInt(), node.path("height").asInt()))
                : Optional.empty(),
            node.has("frameRate")
                ? OptionalDouble.of(node.path("frameRate").asDouble())
                : OptionalDouble.empty(),
            text(node, "codecs"),
            text(node, "language"),
            text(node, "name"));
    return new Track(
        node.path("id").asString(),
        TrackKind.valueOf(node.path("kind").asString()),
        text(node, "manifest").map(URI::create),
        context,
        traits,
        text(node, "group"),
        uses,
        node.has("addressing")
            ? Optional.of(addressing(node.path("addressing")))
            : Optional.empty(),
        node.has("period") ? Optional.of(period(node.path("period"))) : Optional.empty(),
        extras,
        List.of());
  }

  private static void addressing(ObjectNode node, Addressing addressing) {
    node.put("pattern", addressing.pattern())
        .put("by", addressing.by().name())
        .put("timescale", addressing.timescale());
    final ArrayNode hints = node.putArray("hints");
    addressing.hints().forEach(hints::add);
  }

  private static Addressing addressing(JsonNode node) {
    final List<Long> hints = new ArrayList<>();
    node.path("hints").forEach(n -> hints.add(n.asLong()));
    return new Addressing(
        node.path("pattern").asString(),
        Addressing.By.valueOf(node.path("by").asString()),
        node.path("timescale").asLong(),
        hints);
  }

  private static void period(ObjectNode node, Period period) {
    node.put("id", period.id())
        .put("start", period.start().toString())
        .put("offset", period.offset().ticks())
        .put("timescale", period.offset().timescale());
  }

  private static Period period(JsonNode node) {
    return new Period(
        node.path("id").asString(),
        Duration.parse(node.path("start").asString()),
        new MediaTime(node.path("offset").asLong(), node.path("timescale").asLong()));
  }

  static String keys(List<Key> keys) {
    return keyArray(keys).toString();
  }

  static List<Key> keys(String json) {
    return keys(MAPPER.readTree(json));
  }

  static String initialization(Initialization map) {
    final ObjectNode node = MAPPER.createObjectNode();
    node.put("uri", map.uri().toString());
    map.range().ifPresent(r -> node.put("offset", r.offset()).put("length", r.length()));
    node.set("keys", keyArray(map.keys()));
    return node.toString();
  }

  static Initialization initialization(String json) {
    final JsonNode node = MAPPER.readTree(json);
    final Optional<ByteRange> range =
        node.has("length")
            ? Optional.of(new ByteRange(node.path("offset").asLong(), node.path("length").asLong()))
            : Optional.empty();
    return new Initialization(uri(node.path("uri")), range, keys(node.path("keys")));
  }

  private static ArrayNode keyArray(List<Key> keys) {
    final ArrayNode array = MAPPER.createArrayNode();
    for (Key key : keys) {
      final ObjectNode node =
          array.addObject().put("method", key.method()).put("format", key.format());
      key.uri().ifPresent(u -> node.put("uri", u.toString()));
      key.iv().ifPresent(v -> node.put("iv", v));
      key.formatVersions().ifPresent(v -> node.put("formatVersions", v));
    }
    return array;
  }

  private static List<Key> keys(JsonNode array) {
    final List<Key> keys = new ArrayList<>();
    array.forEach(n ->
        keys.add(
            new Key(
                n.path("method").asString(),
                text(n, "uri").map(URI::create),
                text(n, "iv"),
                n.path("format").asString(),
                text(n, "formatVersions"))));
    return keys;
  }

  private static Optional<String> text(JsonNode node, String name) {
    return node.has(name) ? Optional.of(node.path(name).asString()) : Optional.empty();
  }

  private static URI uri(JsonNode node) {
    return URI.create(node.asString());
  }
}
