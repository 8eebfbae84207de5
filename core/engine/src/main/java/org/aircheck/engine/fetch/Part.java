package org.aircheck.engine.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.ByteRange;

/**
 * Which bytes of an answer's body are the ones that were asked for. Pure.
 *
 * @param skip bytes to pass over
 * @param length bytes to take; {@link Long#MAX_VALUE} for all there are
 * @param exact whether fewer than {@code length} are an error
 */
record Part(long skip, long length, boolean exact) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("(?i)\\s*bytes\\s+(\\d{1,18})-(\\d{1,18})/.*");
  private static final Part ALL = new Part(0, Long.MAX_VALUE, false);

  /**
   * Compares what was asked with what was answered (RFC 9110, sections 14.2 and 15.3.7).
   *
   * @throws FetchFailure when the bytes are not those that were asked for
   */
  static Part of(Optional<ByteRange> asked, Head head) throws FetchFailure {
    if (head.status() == 206) {
      return ofPartial(asked, head);
    }
    // An origin may ignore a range and send the whole.
    return head.status() == 200 && asked.isPresent()
        ? new Part(asked.get().offset(), asked.get().length(), true)
        : ALL;
  }

  private static Part ofPartial(Optional<ByteRange> asked, Head head) throws FetchFailure {
    final String contentRange = head.kept().getOrDefault("content-range", "");
    final Matcher matcher = CONTENT_RANGE.matcher(contentRange);
    if (asked.isEmpty()) {
      throw new FetchFailure(
          "a part was answered (" + told(contentRange) + ") though the whole was asked for");
    }
    final ByteRange range = asked.get();
    if (!matcher.matches()) {
      throw new FetchFailure(
          "a part was answered without saying which (" + told(contentRange) + ")");
    }
    final long first = Long.parseLong(matcher.group(1));
    final long last = Long.parseLong(matcher.group(2));
    if (first != range.offset() || last >= range.end()) {
      throw new FetchFailure(
          "bytes "
              + first
              + "-"
              + last
              + " were answered instead of "
              + range.offset()
              + "-"
              + (range.end() - 1));
    }
    return new Part(0, range.length(), true);
  }

  private static String told(String contentRange) {
    return contentRange.isEmpty() ? "no Content-Range" : "Content-Range: " + contentRange.strip();
  }
}
