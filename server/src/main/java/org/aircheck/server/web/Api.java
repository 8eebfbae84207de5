package org.aircheck.server.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.replay.View;
import tools.jackson.databind.json.JsonMapper;

/** What the player page asks for, as JSON: {@code session} and {@code position}. */
final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Sessions sessions;
  private final Settings settings;

  Api(Sessions sessions, Settings settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  /**
   * The answer.
   *
   * @param path behind {@code api/}
   */
  Answer answer(String path, String query, Instant now) {
    final Optional<String> name = parameter(query, "session");
    final Optional<Replayed> replayed = name.map(sessions::named).orElseGet(sessions::only);
    if (path.equals("sessions")) {
      return json(Map.of("sessions", sessions.names()), now);
    }
    if (replayed.isEmpty()) {
      return refusal(404, "say which session: " + String.join(", ", sessions.names()), now);
    }
    return switch (path) {
      case "session" ->
          json(SessionJson.of(replayed.get(), settings, sessions.path(replayed.get())), now);
      case "position" -> position(replayed.get(), query, now);
      default -> new Answer(Routes.notFound(), now);
    };
  }

  private static Answer position(Replayed replayed, String query, Instant now) {
    final Optional<View> view = parameter(query, "view").flatMap(View::of);
    return view.map(v -> json(PositionJson.of(replayed, v, now), now))
        .orElseGet(() -> refusal(400, "view must be startedAt/offset/speed", now));
  }

  private static Optional<String> parameter(String query, String name) {
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> parameter.startsWith(name + "="))
        .findFirst()
        .flatMap(parameter -> Percent.decode(parameter.substring(name.length() + 1)));
  }

  private static Answer json(Object value, Instant now) {
    return new Answer(Routes.text(JSON.writeValueAsString(value), "application/json"), now);
  }

  private static Answer refusal(int status, String message, Instant now) {
    return new Answer(new Answer.Status(status, message, Map.of()), now);
  }
}
