package org.aircheck.testkit.live;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.ByteRange;

/**
 * The head of a request.
 *
 * @param method in capitals, as sent
 * @param target path and query, as sent
 * @param headers with names in lower case
 */
record RequestHead(String method, String target, Map<String, String> headers) {
  private static final int LIMIT = 64 * 1024;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");

  /** Reads one; empty when the client has closed the connection instead. */
  static Optional<RequestHead> read(InputStream in) throws IOException {
    final Optional<String> first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    final String[] words = first.get().split(" ", -1);
    if (words.length != 3 || !words[1].startsWith("/")) {
      throw new IOException("no request: " + first.get());
    }
    final Map<String, String> headers = new HashMap<>();
    for (String line = line(in).orElse(""); !line.isEmpty(); line = line(in).orElse("")) {
      final int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return Optional.of(new RequestHead(words[0], words[1], headers));
  }

  private static Optional<String> line(InputStream in) throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 && line.isEmpty()) {
        return Optional.empty();
      }
      if (b < 0 || line.length() > LIMIT) {
        throw new IOException("a line that doesn't end");
      }
      line.append((char) b);
    }
    final String text = line.toString();
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The wanted part; ranges of other forms are ignored, as a server may. */
  Optional<ByteRange> range() {
    final Matcher range = RANGE.matcher(header("range").orElse(""));
    if (!range.matches()) {
      return Optional.empty();
    }
    final long from = Long.parseLong(range.group(1));
    final long last = range.group(2) == null ? Long.MAX_VALUE / 2 : Long.parseLong(range.group(2));
    return last < from ? Optional.empty() : Optional.of(new ByteRange(from, last - from + 1));
  }

  boolean keepAlive() {
    return !header("connection").orElse("").equalsIgnoreCase("close");
  }
}
