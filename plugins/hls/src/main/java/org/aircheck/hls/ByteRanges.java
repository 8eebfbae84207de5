package org.aircheck.hls;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aircheck.spi.ByteRange;

/**
 * Reads {@code length[@offset]}: without an offset a sub-range begins where the one before it of
 * the same resource ended (RFC 8216 section 4.3.2.2). For one playlist.
 */
final class ByteRanges {
  private final Map<URI, Long> ends = new HashMap<>();

  /** A segment's sub-range; empty when it can't be read. */
  Optional<ByteRange> next(URI uri, String text) {
    final Optional<ByteRange> range = parse(text, ends.getOrDefault(uri, 0L));
    range.ifPresent(r -> ends.put(uri, r.end()));
    return range;
  }

  /** Whether a sub-range says where it begins, or follows upon one that is known. */
  boolean isPlaced(URI uri, String text) {
    return text.indexOf('@') >= 0 || ends.containsKey(uri);
  }

  /** A sub-range; empty when it can't be read. */
  static Optional<ByteRange> parse(String text, long offset) {
    final String[] parts = text.split("@", 2);
    try {
      final long length = Long.parseLong(parts[0].strip());
      final long from = parts.length == 2 ? Long.parseLong(parts[1].strip()) : offset;
      return from < 0 || length <= 0 || from > Long.MAX_VALUE - length
          ? Optional.empty()
          : Optional.of(new ByteRange(from, length));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
