package org.aircheck.testkit.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Serves an event over HTTP on a port of 127.0.0.1, at {@code /event.mpd}, and what was asked for
 * at {@code /log}: all but its last segments have been on air when it starts, those come one by
 * one, then the manifest turns static. Thread-safe.
 */
public final class EventOrigin implements AutoCloseable {
  private static final int LISTED = 5;
  private static final Pattern FILE = Pattern.compile("/([va])/(\\d{1,15}|init)\\.m4s");

  private final HttpServer server;
  private final EventMedia media;
  private final EventPlan plan;
  private final InstantSource clock;
  private final Instant start;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Asked> log = new ConcurrentLinkedQueue<>();
  private final AtomicLong requests = new AtomicLong();

  /** A request, and when it was answered, in milliseconds after the start. */
  private record Asked(String path, int status, long millis) {}

  private EventOrigin(HttpServer server, EventMedia media, EventPlan plan, InstantSource clock) {
    this.server = server;
    this.media = media;
    this.plan = plan;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Starts on a free port. */
  public static EventOrigin start(EventMedia media, EventPlan plan, InstantSource clock)
      throws IOException {
    final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
    final EventOrigin origin = new EventOrigin(server, media, plan, clock);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", origin::serve);
    server.start();
    return origin;
  }

  /** The address of the manifest. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/event.mpd");
  }

  /** The paths asked for so far, each followed by a space and the status of its answer. */
  public List<String> log() {
    return log.stream().map(a -> a.path() + " " + a.status()).toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    final long number = requests.incrementAndGet();
    final String path = exchange.getRequestURI().getPath();
    LockSupport.parkNanos(plan.latency().toNanos());
    if (path.equals("/log")) {
      final String lines =
          log.stream()
              .map(a -> a.path() + " " + a.status() + " " + a.millis() + "\n")
              .collect(Collectors.joining());
      send(exchange, new Answer(200, Map.of(), lines.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    final Answer answer = answer(path, number);
    log.add(new Asked(path, answer.status(), Duration.between(start, clock.instant()).toMillis()));
    send(exchange, answer);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    final boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
    exchange.close();
  }

  @SuppressWarnings("ArrayRecordComponent") // goes from one method to the next
  private record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer status(int status) {
      return new Answer(
          status, Map.of(), ("status " + status + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer answer(String path, long number) {
    if (path.equals("/event.mpd")) {
      final Map<String, String> headers =
          plan.ending() == EventPlan.Ending.HEADER && over()
              ? Map.of("x-fb-video-broadcast-ended", "1")
              : Map.of();
      return new Answer(200, headers, manifest().getBytes(StandardCharsets.UTF_8));
    }
    final Matcher file = FILE.matcher(path);
    if (!file.matches()) {
      return Answer.status(404);
    }
    final EventMedia.Track track = file.group(1).equals("v") ? media.video() : media.audio();
    if (file.group(2).equals("init")) {
      return new Answer(200, Map.of("Content-Type", "video/mp4"), track.initialization());
    }
    if (plan.busyEvery() > 0 && number % plan.busyEvery() == 0) {
      return new Answer(429, Map.of("Retry-After", "1"), new byte[0]);
    }
    final int attempt = attempts.merge(path, 1, Integer::sum);
    final int fault = plan.fault(path, attempt);
    if (fault != 200) {
      return Answer.status(fault);
    }
    final long time = Long.parseLong(file.group(2));
    final byte[] segment = track.segments().getOrDefault(time, new byte[0]);
    final boolean aired = time <= aired(track.segments()).lastKey();
    return segment.length == 0 || !aired || plan.isGone(file.group(1), time)
        ? Answer.status(404)
        : new Answer(200, Map.of("Content-Type", "video/mp4"), segment);
  }

  /** How many segments have been on air. */
  private int aired() {
    final int all = media.video().segments().size();
    final long more = Duration.between(start, clock.instant()).toNanos() / plan.pace().toNanos();
    return (int) Math.min(all, all - plan.toCome() + more);
  }

  private boolean over() {
    return aired() == media.video().segments().size();
  }

  private NavigableMap<Long, byte[]> aired(NavigableMap<Long, byte[]> segments) {
    final long last =
        media.video().segments().keySet().stream().skip(aired() - 1L).findFirst().orElseThrow();
    return segments.headMap(last, true);
  }

  private String manifest() {
    final boolean ended = over() && plan.ending() == EventPlan.Ending.STATIC;
    final long newest = aired(media.video().segments()).lastKey();
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="%s" minBufferTime="PT2S" %s publishFrameTime="%d">
    <Period id="1" start="PT0S">
    %s%s</Period>
    </MPD>
    """
        .formatted(
            ended ? "static" : "dynamic",
            ended
                ? "mediaPresentationDuration=\"PT" + (newest + 2_000) / 1_000 + "S\""
                : "minimumUpdatePeriod=\"PT1S\" availabilityStartTime=\""
                    + start.minusMillis(newest)
                    + "\"",
            newest,
            set(
                "video",
                "v",
                media.video(),
                "codecs=\"avc1.42c00b\" width=\"160\" height=\"90\" frameRate=\"30\""),
            set(
                "audio",
                "a",
                media.audio(),
                "codecs=\"mp4a.40.2\" audioSamplingRate=\"48000\" lang=\"en\""));
  }

  private String set(String type, String id, EventMedia.Track track, String described) {
    final NavigableMap<Long, byte[]> aired = aired(track.segments());
    final StringBuilder timeline = new StringBuilder();
    aired.descendingKeySet().stream()
        .limit(LISTED)
        .sorted()
        .forEach(t -> {
          final Long next = track.segments().higherKey(t);
          timeline.append("<S t=\"").append(t).append("\" d=\"");
          timeline.append(next == null ? 2_000 : next - t).append("\"/>");
        });
    return """
    <AdaptationSet contentType="%s" mimeType="%s/mp4" segmentAlignment="true">
    <Representation id="%s1" bandwidth="100000" %s>
    <SegmentTemplate timescale="1000" initialization="%s/init.m4s" media="%s/$Time$.m4s"><SegmentTimeline>%s</SegmentTimeline></SegmentTemplate>
    </Representation>
    </AdaptationSet>
    """
        .formatted(type, type, id, described, id, id, timeline);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
