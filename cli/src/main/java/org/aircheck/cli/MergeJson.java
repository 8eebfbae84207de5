package org.aircheck.cli;

import java.time.Duration;
import org.aircheck.engine.merge.MergeResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of a merge, for programs. */
final class MergeJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private MergeJson() {}

  static ObjectNode of(MergeResult result) {
    final ObjectNode node = MAPPER.createObjectNode();
    node.put("complete", result.losses().isEmpty());
    final ArrayNode files = node.putArray("files");
    for (MergeResult.Written file : result.files()) {
      files
          .addObject()
          .put("path", file.path().toString())
          .put("duration", seconds(file.duration()))
          .put("bytes", file.bytes())
          .put("skew", seconds(file.skew()));
    }
    final ObjectNode first =
        node.putObject("first")
            .put("track", result.first().track())
            .put("number", result.first().number());
    result.first().at().ifPresent(at -> first.put("at", seconds(at)));
    node.put("segments", result.segments());
    final ArrayNode losses = node.putArray("losses");
    for (MergeResult.Loss loss : result.losses()) {
      losses
          .addObject()
          .put("track", loss.track())
          .put("file", loss.file())
          .put("at", seconds(loss.at()))
          .put("length", seconds(loss.length()));
    }
    return node;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
