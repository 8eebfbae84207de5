package org.aircheck.dash;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.aircheck.spi.ByteRange;

/** Numbers in attributes; empty for what can't be read. */
final class Numbers {
  /** Products of two of them still fit a long when one is a timescale. */
  private static final long LARGEST = Long.MAX_VALUE / 4;

  private Numbers() {}

  /** A whole number from 0. */
  static OptionalLong whole(Optional<String> text) {
    try {
      final long number = text.map(Long::parseLong).orElse(-1L);
      return number < 0 || number > LARGEST ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A timescale: 1 when there is none. */
  static long timescale(Element element) {
    final long timescale = whole(element.attribute("timescale")).orElse(1);
    return timescale < 1 || timescale > Integer.MAX_VALUE * 2L ? 1 : timescale;
  }

  /** {@code 25}, {@code 29.97} or {@code 30000/1001}. */
  static OptionalDouble rate(String text) {
    final String[] parts = text.split("/", 2);
    try {
      final double rate =
          Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
      return Double.isFinite(rate) && rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** {@code first-last}, both included. */
  static Optional<ByteRange> range(String text) {
    final String[] parts = text.split("-", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    final OptionalLong first = whole(Optional.of(parts[0].strip()));
    final OptionalLong last = whole(Optional.of(parts[1].strip()));
    return first.isPresent() && last.isPresent() && last.getAsLong() >= first.getAsLong()
        ? Optional.of(new ByteRange(first.getAsLong(), last.getAsLong() - first.getAsLong() + 1))
        : Optional.empty();
  }
}
