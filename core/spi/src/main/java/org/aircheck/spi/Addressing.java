package org.aircheck.spi;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How segments can be asked for that a manifest does not list (DASH templates, ISO/IEC 23009-1
 * section 5.3.9.4.4; Smooth Streaming's {@code {start time}}, [MS-SSTR] section 2.2.2.3).
 *
 * @param pattern an absolute address with {@code $Time$} or {@code $Number$} in it, perhaps with a
 *     width such as {@code $Number%05d$}; {@code $$} stands for a dollar sign, and nothing else is
 *     left to fill in
 * @param by what the pattern is filled in with
 * @param timescale ticks a second of {@code $Time$}
 * @param hints values that the manifest is known to have had, ascending, beyond those of the listed
 *     segments
 */
public record Addressing(String pattern, By by, long timescale, List<Long> hints) {
  private static final Pattern IDENTIFIER =
      Pattern.compile("\\$(?:(Time|Number)(?:%0(\\d{1,3})d)?)?\\$");

  /** What a pattern is filled in with. */
  public enum By {
    /** The segment's start on the track's timeline, in ticks. */
    TIME,
    /** The segment's number. */
    NUMBER
  }

  /** Copies the list, refuses a timescale that is not positive; nothing may be null. */
  public Addressing {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(by, "by");
    hints = List.copyOf(hints);
    if (timescale <= 0) {
      throw new IllegalArgumentException("timescale " + timescale);
    }
  }

  /**
   * The address of a segment.
   *
   * @param value its time or its number, not negative
   * @throws IllegalArgumentException when the pattern filled in is no URI
   */
  public URI at(long value) {
    final Matcher matcher = IDENTIFIER.matcher(pattern);
    final StringBuilder address = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(address, Matcher.quoteReplacement(filled(matcher, value)));
    }
    return URI.create(matcher.appendTail(address).toString());
  }

  private static String filled(Matcher identifier, long value) {
    if (identifier.group(1) == null) {
      return "$";
    }
    return identifier.group(2) == null
        ? Long.toString(value)
        : String.format(Locale.ROOT, "%0" + Integer.parseInt(identifier.group(2)) + "d", value);
  }
}
