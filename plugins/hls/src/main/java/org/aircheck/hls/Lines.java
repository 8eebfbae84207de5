package org.aircheck.hls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Warning;

/**
 * A playlist's text as lines (RFC 8216 section 4.1), with whatever line ends and byte order mark it
 * has.
 *
 * @param lines those that are not blank
 * @param warnings what is odd about the text
 */
record Lines(List<Line> lines, List<Warning> warnings) {
  private static final int LARGEST = 16 << 20;
  private static final int MOST = 1_000_000;
  private static final int LONGEST = 64 << 10;

  static Lines of(byte[] bytes) throws MalformedManifestException {
    if (bytes.length > LARGEST) {
      throw new MalformedManifestException("larger than " + (LARGEST >> 20) + " MiB");
    }
    final String text = new String(bytes, StandardCharsets.UTF_8);
    final Lines found = new Lines(new ArrayList<>(), new ArrayList<>());
    int number = 0;
    int at = 0;
    if (text.startsWith("\uFEFF")) {
      found.warn(1, "a byte order mark, which RFC 8216 section 4.1 forbids; ignored");
      at = 1;
    }
    if (text.indexOf('\uFFFD') >= 0) {
      found.warn(0, "text that is not UTF-8; what can't be read stands as a question mark");
    }
    boolean carriageReturns = false;
    while (at <= text.length()) {
      final int end = end(text, at);
      number++;
      found.add(number, text.substring(at, end));
      final boolean bare = isBareReturn(text, end);
      if (bare && !carriageReturns) {
        carriageReturns = true;
        found.warn(number, "a carriage return without a line feed; taken for the line's end");
      }
      at = end + (!bare && end < text.length() && text.charAt(end) == '\r' ? 2 : 1);
    }
    return found;
  }

  private void add(int number, String raw) throws MalformedManifestException {
    if (raw.length() > LONGEST) {
      throw new MalformedManifestException("longer than " + LONGEST + " characters", number);
    }
    final String text = raw.strip();
    if (text.isEmpty()) {
      return;
    }
    if (lines.size() == MOST) {
      throw new MalformedManifestException("more than " + MOST + " lines", number);
    }
    if (raw.charAt(0) != text.charAt(0)) {
      warn(number, "white space in front of the line; ignored");
    }
    lines.add(new Line(number, text));
  }

  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static boolean isBareReturn(String text, int at) {
    return at < text.length()
        && text.charAt(at) == '\r'
        && (at + 1 == text.length() || text.charAt(at + 1) != '\n');
  }

  private void warn(int line, String message) {
    warnings.add(new Warning(line, message));
  }
}
