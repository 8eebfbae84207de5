package org.aircheck.cli;

import java.util.Locale;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.Listing;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.Run;
import org.aircheck.engine.store.SessionInfo;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionReader.SegmentCount;
import org.aircheck.engine.store.SessionReader.Tally;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.store.Verification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions as JSON. The fields are an interface: {@code cli/README.md} has them. */
final class SessionJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SessionJson() {}

  static JsonNode list(Sessions sessions, Listing listing) {
    final ArrayNode array = MAPPER.createArrayNode();
    for (SessionInfo info : listing.sessions()) {
      try (SessionReader reader = sessions.read(info.name())) {
        head(array.addObject(), reader);
      }
    }
    listing
        .broken()
        .forEach(b -> array.addObject().put("name", b.name()).put("problem", b.message()));
    return array;
  }

  static JsonNode show(SessionReader reader) {
    final ObjectNode node = MAPPER.createObjectNode();
    head(node, reader);
    final Tally tally = reader.tally();
    node.put("requests", tally.exchanges())
        .put("retries", tally.retries())
        .put("errors", tally.errors());
    node.put("received", tally.bytesReceived()).put("changedBodies", tally.changedBodies());
    final ArrayNode tracks = node.putArray("tracks");
    for (RecordedTrack track : reader.tracks()) {
      final ObjectNode each = tracks.addObject().put("id", track.track().id());
      each.put("kind", track.track().kind().name().toLowerCase(Locale.ROOT));
      final ArrayNode epochs = each.putArray("epochs");
      for (SegmentCount count : reader.counts(track.id())) {
        epochs
            .addObject()
            .put("epoch", count.epoch())
            .put("state", count.state().name())
            .put("segments", count.count())
            .put("bytes", count.bytes());
      }
    }
    final ArrayNode gaps = node.putArray("gaps");
    reader.gaps().forEach(gap -> gap(gaps.addObject(), gap, reader));
    final ArrayNode runs = node.putArray("runs");
    reader.runs().forEach(run -> run(runs.addObject(), run));
    return node;
  }

  static JsonNode verification(String name, Verification v) {
    final ObjectNode node = MAPPER.createObjectNode().put("name", name).put("whole", v.whole());
    node.put("bodies", v.bodies()).put("bytes", v.bytes());
    final ArrayNode damaged = node.putArray("damaged");
    v.damaged()
        .forEach(d ->
            damaged
                .addObject()
                .put("sha256", d.sha256())
                .put("place", d.place())
                .put("what", d.what()));
    v.missing().forEach(node.putArray("missing")::add);
    v.strays().forEach(node.putArray("strays")::add);
    v.database().forEach(node.putArray("database")::add);
    return node;
  }

  private static void head(ObjectNode node, SessionReader reader) {
    final SessionInfo info = reader.info();
    final SessionFigures figures = SessionFigures.of(reader);
    node.put("name", info.name())
        .put("folder", info.folder().toString())
        .put("source", info.source().toString());
    info.protocol().ifPresent(p -> node.put("protocol", p));
    node.put("created", info.created().toString());
    info.firstAnswer().ifPresent(i -> node.put("firstAnswer", i.toString()));
    info.lastAnswer().ifPresent(i -> node.put("lastAnswer", i.toString()));
    node.put("length", figures.length().toMillis() / 1000.0)
        .put("bytes", figures.bytes())
        .put("state", figures.state());
  }

  private static void gap(ObjectNode node, Gap gap, SessionReader reader) {
    gap.track()
        .ifPresent(id ->
            reader.tracks().stream()
                .filter(t -> t.id() == id)
                .findFirst()
                .ifPresent(t -> node.put("track", t.track().id())));
    node.put("epoch", gap.epoch());
    gap.first().ifPresent(first -> node.put("first", first));
    gap.last().ifPresent(last -> node.put("last", last));
    node.put("began", gap.began().toString()).put("ended", gap.ended().toString());
    node.put("reason", gap.reason().name()).put("detail", gap.detail());
  }

  private static void run(ObjectNode node, Run run) {
    node.put("id", run.id()).put("started", run.started().toString()).put("version", run.version());
    run.stopped().ifPresent(i -> node.put("stopped", i.toString()));
    run.outcome().ifPresent(o -> node.put("outcome", o));
    final ObjectNode options = node.putObject("options");
    run.options().forEach(options::put);
  }
}
