package org.aircheck.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.aircheck.server.channel.Answer;
import org.jspecify.annotations.Nullable;

/** A page and what belongs to it, from the class path. Thread-safe. */
public final class Pages {
  private static final String HLS_JS = "/META-INF/maven/org.webjars.npm/hls.js/pom.properties";

  private static final Map<String, Page> SHARED =
      Map.of(
          "assets/player.css", new Page("player.css", "text/css; charset=utf-8"),
          "assets/icon.svg", new Page("icon.svg", "image/svg+xml"),
          "assets/hls.js", new Page(webjar("dist/hls.min.js"), "text/javascript; charset=utf-8"));

  private static final Map<String, Page> REPLAY =
      Map.of(
          "", new Page("index.html", "text/html; charset=utf-8"),
          "assets/player.js", new Page("player.js", "text/javascript; charset=utf-8"),
          "assets/timeline.js", new Page("timeline.js", "text/javascript; charset=utf-8"));

  private static final Map<String, Page> CHANNELS =
      Map.of(
          "", new Page("channels.html", "text/html; charset=utf-8"),
          "assets/channels.js", new Page("channels.js", "text/javascript; charset=utf-8"));

  /** The page runs its own scripts only; hls.js makes workers and media of blobs. */
  private static final String POLICY =
      "default-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; img-src 'self' data:";

  /** What there is: nothing outside this list is ever looked for. */
  private final Map<String, Page> pages;

  private final Map<String, Answer.Text> read = new ConcurrentHashMap<>();

  private record Page(String resource, String type) {}

  private Pages(Map<String, Page> own) {
    this.pages = Map.copyOf(own);
  }

  /** The page that replays a session. */
  static Pages replay() {
    return new Pages(REPLAY);
  }

  /** The page of looped channels. */
  public static Pages channels() {
    return new Pages(CHANNELS);
  }

  /** The page at a path, without its query; the start page's path is empty. */
  public Optional<Answer.Text> page(String path) {
    return Optional.ofNullable(pages.get(path))
        .or(() -> Optional.ofNullable(SHARED.get(path)))
        .map(page -> read.computeIfAbsent(path, p -> read(page)));
  }

  private static Answer.Text read(Page page) {
    final byte[] bytes = bytes(page.resource());
    final Map<String, String> headers =
        Map.of(
            "cache-control", "no-cache",
            "content-security-policy", POLICY,
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer");
    return new Answer.Text(bytes, page.type(), Hash.sha256(bytes), headers);
  }

  private static byte[] bytes(String resource) {
    try (@Nullable InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the server's jar lacks " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A webjar keeps its files in a folder that is named after its version. */
  private static String webjar(String file) {
    final Properties properties = new Properties();
    try (StringReader reader =
        new StringReader(new String(bytes(HLS_JS), StandardCharsets.UTF_8))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/hls.js/"
        + properties.getProperty("version", "")
        + "/"
        + file;
  }
}
