package org.aircheck.server.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response's head, ready but for its date. Immutable; its arrays are never changed. */
final class Head {
  private static final byte[] CLOSE = ascii("\r\nConnection: close");
  private static final byte[] FRESH = ascii("\r\nCache-Control: max-age=");
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(410, "Gone"),
          Map.entry(416, "Range Not Satisfiable"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private final int status;
  private final byte[] before;
  private final byte[] after;

  private final @Nullable Instant freshUntil;

  private Head(int status, byte[] before, byte[] after, @Nullable Instant freshUntil) {
    this.status = status;
    this.before = before;
    this.after = after;
    this.freshUntil = freshUntil;
  }

  int status() {
    return status;
  }

  /** Room that {@link #write} needs at most. */
  int size() {
    return before.length + DateLine.LENGTH + CLOSE.length + FRESH.length + 20 + after.length;
  }

  /**
   * Writes it.
   *
   * @param date of the instant, as the header has it
   */
  void write(ByteBuf out, Instant now, byte[] date, boolean keepAlive) {
    out.writeBytes(before).writeBytes(date);
    if (freshUntil != null) {
      final long seconds = Math.max(0, Duration.between(now, freshUntil).toSeconds());
      out.writeBytes(FRESH).writeBytes(ascii(Long.toString(seconds)));
    }
    if (!keepAlive) {
      out.writeBytes(CLOSE);
    }
    out.writeBytes(after);
  }

  static Builder of(int status) {
    return new Builder(status);
  }

  /** Collects headers; a later one replaces an earlier one of the same name. */
  static final class Builder {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Instant freshUntil;

    private Builder(int status) {
      this.status = status;
      with("Access-Control-Allow-Origin", "*");
      with(
          "Access-Control-Expose-Headers",
          "Aircheck-Exchange, Aircheck-Received, Content-Length, Content-Range, Date, ETag, Retry-After");
    }

    Builder with(String name, String value) {
      headers.put(name, clean(value));
      return this;
    }

    Builder with(String name, long value) {
      return with(name, Long.toString(value));
    }

    /** Lets caches keep it up to an instant: the age is written when it is sent. */
    Builder freshUntil(Instant instant) {
      freshUntil = instant;
      headers.remove("Cache-Control");
      return this;
    }

    /** Headers that a channel sends along. */
    Builder withAll(Map<String, String> others) {
      others.forEach((name, value) -> with(capitals(name), value));
      return this;
    }

    Head build() {
      final StringBuilder lines = new StringBuilder("\r\n");
      headers.forEach(
          (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
      return new Head(
          status,
          ascii("HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status") + "\r\nDate: "),
          ascii(lines.append("\r\n").toString()),
          freshUntil);
    }

    /** What an origin or an address brings along may not end a line. */
    private static String clean(String value) {
      final StringBuilder kept = new StringBuilder(value.length());
      value
          .chars()
          .filter(c -> c >= 0x20 && c < 0x7f)
          .limit(16_384)
          .forEach(c -> kept.append((char) c));
      return kept.toString();
    }

    private static String capitals(String name) {
      final StringBuilder capitals = new StringBuilder(name.length());
      for (int i = 0; i < name.length(); i++) {
        final boolean first = i == 0 || name.charAt(i - 1) == '-';
        capitals.append(first ? Character.toUpperCase(name.charAt(i)) : name.charAt(i));
      }
      return capitals.toString();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
