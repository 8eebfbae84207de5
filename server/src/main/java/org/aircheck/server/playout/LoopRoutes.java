package org.aircheck.server.playout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Channel;
import org.aircheck.server.channel.Percent;
import org.aircheck.server.channel.Request;
import org.aircheck.server.web.Hash;
import org.aircheck.server.web.Metrics;
import org.aircheck.server.web.Pages;
import org.aircheck.spi.ManifestWriter;

/** All that a server of looped streams answers, as one channel. Thread-safe. */
public final class LoopRoutes implements Channel {
  private static final String MEDIA = "media/";
  private static final String PLAYLIST = ".m3u8";
  private static final String MPD = ".mpd";

  private final Lineup lineup;
  private final List<String> problems;
  private final Map<String, ManifestWriter> writers;
  private final boolean allowNow;
  private final Metrics metrics;
  private final Pages pages = Pages.channels();

  /**
   * The routes.
   *
   * @param problems of the folder, for the page
   * @param writers of manifests, by the ids of their protocols
   * @param dated whether playlists have dates
   * @param allowNow whether viewers may say what time it is
   */
  public LoopRoutes(
      List<VodChannel> channels,
      List<String> problems,
      Map<String, ManifestWriter> writers,
      boolean dated,
      boolean allowNow,
      Metrics metrics) {
    this.lineup = new Lineup(channels, dated);
    this.problems = List.copyOf(problems);
    this.writers = Map.copyOf(writers);
    this.allowNow = allowNow;
    this.metrics = metrics;
  }

  /** Answers nobody once: a viewer's first answer should not take longer than the next. */
  public void rehearse(Instant now) {
    Optional.ofNullable(writers.get(OnAir.HLS))
        .ifPresent(
            hls -> lineup.entries().stream().limit(1).forEach(e -> e.hls().rehearse(hls, now)));
  }

  @Override
  public Answer answer(Request request, Instant now) {
    final String target = request.target();
    final int question = target.indexOf('?');
    final String path = question < 0 ? target : target.substring(0, question);
    final String query = question < 0 ? "" : target.substring(question + 1);
    try {
      final Moment moment = Moment.of(query, now, allowNow);
      if (path.startsWith(MEDIA)) {
        return media(path.substring(MEDIA.length()).split("/", -1), moment, now);
      }
      return switch (path) {
        case "healthz" -> text("ok\n", "text/plain; charset=utf-8", now);
        case "metrics" -> text(metrics.scrape(), Metrics.CONTENT_TYPE, now);
        case "time" ->
            text(
                moment.now().truncatedTo(ChronoUnit.MILLIS) + "\n",
                "text/plain; charset=utf-8",
                now);
        case "api/channels" ->
            text(ChannelsJson.of(lineup, problems, moment.now()), "application/json", now);
        default -> manifest(path, query, moment, now);
      };
    } catch (Moment.Refused e) {
      return OnAir.refusal(400, String.valueOf(e.getMessage()), now);
    }
  }

  private Answer manifest(String path, String query, Moment moment, Instant now) {
    final String file = Percent.decode(path).orElse("");
    final boolean mpd = file.endsWith(MPD);
    if (!mpd && !file.endsWith(PLAYLIST)) {
      return page(path, now);
    }
    final Optional<Lineup.Entry> entry = lineup.entry(file.substring(0, file.lastIndexOf('.')));
    final Optional<Lineup.Playlist> playlist = lineup.playlist(file);
    if (entry.isEmpty() && playlist.isEmpty()) {
      return OnAir.refusal(404, "there is no channel " + file + " here; / lists them", now);
    }
    if (Moment.isRelative(query)) {
      return new Answer(
          new Answer.Redirect(302, Percent.encode(file) + "?" + moment.pinned()), now);
    }
    if (mpd) {
      return entry.map(e -> mpd(e, moment, now)).orElseGet(() -> notFound(now));
    }
    final Optional<ManifestWriter> hls = Optional.ofNullable(writers.get(OnAir.HLS));
    if (hls.isEmpty()) {
      return missing("HLS", now);
    }
    if (entry.isPresent()) {
      final Lineup.Entry e = entry.get();
      return e.hls().channel().stream().single()
          ? e.hls().playlist(hls.get(), e.hls().channel().stream().tracks().getFirst(), moment, now)
          : e.hls().multivariant(hls.get(), e.files(), moment);
    }
    return playlist
        .map(p -> p.channel().playlist(hls.get(), p.track(), moment, now))
        .orElseGet(() -> notFound(now));
  }

  private Answer mpd(Lineup.Entry entry, Moment moment, Instant now) {
    return Optional.ofNullable(writers.get("dash"))
        .map(dash ->
            entry
                .dash()
                .mpd(dash, moment, now)
                .orElseGet(() ->
                    OnAir.refusal(
                        404,
                        entry.dash().channel().needsMeasuring()
                            ? "the media are being measured; ask again in a few seconds"
                            : "the media of "
                                + entry.name()
                                + " are not of a form that DASH can carry",
                        now)))
        .orElseGet(() -> missing("DASH", now));
  }

  private Answer media(String[] parts, Moment moment, Instant now) {
    final Optional<OnAir> channel =
        parts.length == 3 ? Percent.decode(parts[0]).flatMap(lineup::media) : Optional.empty();
    final Optional<String> track =
        channel.isEmpty()
            ? Optional.empty()
            : Percent.decode(parts[1])
                .filter(t ->
                    channel.get().channel().stream().tracks().stream()
                        .anyMatch(k -> k.name().equals(t)));
    return track
        .map(t -> channel.get().media(t, parts[2], moment, now, allowNow && !moment.stated()))
        .orElseGet(() -> notFound(now));
  }

  private Answer page(String path, Instant now) {
    return pages
        .page(path)
        .map(text -> new Answer(text, Instant.MAX))
        .orElseGet(() -> notFound(now));
  }

  private static Answer missing(String protocol, Instant now) {
    return OnAir.refusal(404, "the plugin for " + protocol + " is missing", now);
  }

  private static Answer notFound(Instant now) {
    return OnAir.refusal(404, "there is nothing here; the channels are at /", now);
  }

  private static Answer text(String content, String type, Instant now) {
    final byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Answer(
        new Answer.Text(bytes, type, Hash.sha256(bytes), Map.of("cache-control", "no-store")), now);
  }

  /** What a request is counted as. */
  public static String kind(String target, Answer.Outcome outcome) {
    final String path = target.split("\\?", 2)[0];
    if (outcome instanceof Answer.Status) {
      return "error";
    }
    if (path.startsWith(MEDIA)) {
      return "media";
    }
    return path.endsWith(PLAYLIST) || path.endsWith(MPD) ? "manifest" : "page";
  }
}
