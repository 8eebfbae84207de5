package org.aircheck.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.record.TrackProgress;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows recordings as one JSON object a line. The fields are an interface: {@code cli/README.md}
 * has them.
 */
final class JsonDisplay implements Display {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintWriter out;
  private final InstantSource clock = InstantSource.system();

  JsonDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void started(String session, String source, String folder) {
    print(line("started", clock.instant(), session).put("source", source).put("folder", folder));
  }

  @Override
  public void event(String session, Event event) {
    print(
        switch (event) {
          case Event.TrackFound e ->
              line("track", e.at(), session)
                  .put("track", e.track())
                  .put("description", e.description());
          case Event.EpochBegan e ->
              line("epoch", e.at(), session).put("track", e.track()).put("epoch", e.epoch());
          case Event.GapFound e -> gap(e, session);
          case Event.ManifestOdd e ->
              line("warning", e.at(), session).put("track", e.track()).put("message", e.warning());
          case Event.Trouble e -> line("trouble", e.at(), session).put("message", e.message());
          case Event.Paused e -> line("paused", e.at(), session).put("message", e.reason());
          case Event.Resumed e -> line("resumed", e.at(), session);
          case Event.Draining e -> line("ending", e.at(), session).put("message", e.reason());
        });
  }

  @Override
  public void progress(Map<String, Progress> recordings) {
    recordings.forEach((session, p) -> {
      final ObjectNode node = line("progress", p.at(), session);
      node.put("elapsed", p.elapsed().toMillis() / 1000.0);
      node.put("bytes", p.bytes()).put("size", p.size()).put("free", p.free());
      p.paused().ifPresent(reason -> node.put("paused", reason));
      final ArrayNode tracks = node.putArray("tracks");
      p.tracks().forEach(t -> track(tracks.addObject(), t));
      print(node);
    });
  }

  @Override
  public void stopping(boolean again) {
    print(
        MAPPER
            .createObjectNode()
            .put("event", "stopping")
            .put("at", clock.instant().toString())
            .put("again", again));
  }

  @Override
  public void ended(String session, Summary s, String folder) {
    print(
        line("summary", clock.instant(), session)
            .put("outcome", s.outcome())
            .put("complete", s.complete())
            .put("elapsed", s.elapsed().toMillis() / 1000.0)
            .put("length", s.length().toMillis() / 1000.0)
            .put("tracks", s.tracks())
            .put("unread", s.unread())
            .put("kept", s.kept())
            .put("lost", s.lost())
            .put("gaps", s.gaps())
            .put("epochs", s.epochs())
            .put("retries", s.retries())
            .put("bytes", s.bytes())
            .put("folder", folder));
  }

  private static ObjectNode gap(Event.GapFound e, String session) {
    final ObjectNode node = line("gap", e.at(), session).put("track", e.track());
    e.gap().first().ifPresent(first -> node.put("first", first));
    e.gap().last().ifPresent(last -> node.put("last", last));
    return node.put("reason", e.gap().reason().name()).put("detail", e.gap().detail());
  }

  private static void track(ObjectNode node, TrackProgress t) {
    node.put("track", t.track());
    t.newest().ifPresent(newest -> node.put("newest", newest));
    node.put("kept", t.kept())
        .put("lost", t.lost())
        .put("epochs", t.epochs())
        .put("bytes", t.bytes());
    node.put("behind", t.behind().toMillis() / 1000.0);
  }

  private static ObjectNode line(String event, Instant at, String session) {
    return MAPPER
        .createObjectNode()
        .put("event", event)
        .put("at", at.toString())
        .put("session", session);
  }

  private synchronized void print(ObjectNode node) {
    out.println(node);
  }
}
