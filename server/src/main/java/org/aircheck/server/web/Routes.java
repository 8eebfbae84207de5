package org.aircheck.server.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Channel;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.channel.Request;

/**
 * Everything that the server has, as one channel: sends each request to the part that answers it.
 */
public final class Routes implements Channel {
  /** The first segment of viewers' URLs. */
  static final String VIEW = "view";

  private final Sessions sessions;
  private final Entrance entrance;
  private final Pages pages;
  private final Api api;
  private final Metrics metrics;

  /** The parts of a server. */
  Routes(Sessions sessions, Entrance entrance, Pages pages, Api api, Metrics metrics) {
    this.sessions = sessions;
    this.entrance = entrance;
    this.pages = pages;
    this.api = api;
    this.metrics = metrics;
  }

  /** The routes of a server for some sessions. */
  public static Routes of(Sessions sessions, Settings settings, Metrics metrics) {
    final Entrance entrance =
        new Entrance(
            sessions,
            new Entrance.Start(settings.offset(), settings.speed(), settings.since()),
            settings.protocols());
    return new Routes(sessions, entrance, Pages.replay(), new Api(sessions, settings), metrics);
  }

  @Override
  public Answer answer(Request request, Instant now) {
    final String target = request.target();
    final int question = target.indexOf('?');
    final String path = question < 0 ? target : target.substring(0, question);
    final String query = question < 0 ? "" : target.substring(question + 1);
    if (path.startsWith(VIEW + "/")) {
      return view(request, now);
    }
    if (path.startsWith("api/")) {
      return api.answer(path.substring("api/".length()), query, now);
    }
    return switch (path) {
      case "healthz" -> new Answer(text("ok\n", "text/plain; charset=utf-8"), now);
      case "metrics" -> new Answer(text(metrics.scrape(), Metrics.CONTENT_TYPE), now);
      default -> entrance.is(path) ? entrance.answer(path, query, now) : page(path);
    };
  }

  /** Where the channel of a session is reached. */
  public static String mount(String session) {
    return "/" + VIEW + "/" + Percent.encode(session) + "/";
  }

  /** What a request is counted as. */
  public String kind(String target, Answer.Outcome outcome) {
    final String first = target.split("[/?]", 2)[0];
    return switch (first) {
      case VIEW ->
          switch (outcome) {
            case Answer.Text text -> "manifest";
            case Answer.File file -> "media";
            case Answer.Redirect redirect -> "redirect";
            default -> "error";
          };
      case "api", "healthz", "metrics" -> first;
      default -> entrance.is(first) ? "entrance" : "page";
    };
  }

  private Answer page(String path) {
    return pages
        .page(path)
        .map(text -> new Answer(text, Instant.MAX))
        .orElseGet(() -> new Answer(notFound(), Instant.MAX));
  }

  private Answer view(Request request, Instant now) {
    final String rest = request.target().substring(VIEW.length() + 1);
    final int slash = rest.indexOf('/');
    final Optional<Replayed> replayed =
        slash < 0
            ? Optional.empty()
            : Percent.decode(rest.substring(0, slash)).flatMap(sessions::named);
    return replayed
        .map(r ->
            r.channel().answer(new Request(rest.substring(slash + 1), request.firstByte()), now))
        .orElseGet(() -> new Answer(notFound(), Instant.MAX));
  }

  static Answer.Status notFound() {
    return new Answer.Status(404, "there is nothing here; the player is at /", Map.of());
  }

  static Answer.Text text(String content, String type) {
    final byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Answer.Text(bytes, type, Hash.sha256(bytes), Map.of("cache-control", "no-store"));
  }
}
