package org.aircheck.server.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.server.channel.Percent;

/** The sessions that a server has, by name. Immutable. */
public final class Sessions {
  private final Map<String, Replayed> byName;

  /** Some sessions, in their order. */
  public Sessions(Map<String, Replayed> byName) {
    this.byName = new LinkedHashMap<>(byName);
  }

  /** The names, in order. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Optional<Replayed> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The session, when there is but one. */
  Optional<Replayed> only() {
    return byName.size() == 1 ? Optional.of(byName.values().iterator().next()) : Optional.empty();
  }

  /** The name as one segment of a path. */
  String path(Replayed replayed) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue() == replayed)
        .map(entry -> Percent.encode(entry.getKey()))
        .findFirst()
        .orElseThrow();
  }

  /** What to say to somebody who asked for another one. */
  String hint() {
    return byName.size() == 1 ? "" : "; there are " + String.join(", ", names());
  }
}
