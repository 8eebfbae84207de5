package org.aircheck.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An attribute list (RFC 8216 section 4.2), read as leniently as players do: names in any case,
 * quotes optional.
 */
final class Attributes {
  private static final Set<String> QUOTED =
      Set.of(
          "URI",
          "BYTERANGE",
          "KEYFORMAT",
          "KEYFORMATVERSIONS",
          "GROUP-ID",
          "NAME",
          "LANGUAGE",
          "CODECS",
          "AUDIO",
          "VIDEO",
          "SUBTITLES",
          "SERVER-URI",
          "VALUE",
          "IMPORT",
          "QUERYPARAM");

  private static final Set<String> BARE =
      Set.of(
          "METHOD",
          "IV",
          "TYPE",
          "BANDWIDTH",
          "RESOLUTION",
          "FRAME-RATE",
          "PART-TARGET",
          "SKIPPED-SEGMENTS");

  private final Map<String, String> values = new HashMap<>();
  private final List<String> oddities = new ArrayList<>();

  private Attributes() {}

  /** Reads a list; what can't be read of it is left out. */
  static Attributes of(String text, Variables variables) {
    final Attributes attributes = new Attributes();
    for (Span span : spans(text)) {
      final String value = text.substring(span.from(), span.to());
      attributes.judge(span);
      variables.undefined(value).ifPresent(attributes.oddities::add);
      // The first one wins: "an AttributeName MUST NOT appear more than once".
      if (attributes.values.putIfAbsent(span.name(), variables.substitute(value)) != null) {
        attributes.oddities.add(span.name() + " twice; the first one holds");
      }
    }
    return attributes;
  }

  private void judge(Span span) {
    if (!span.written().equals(span.name())) {
      oddities.add("an attribute's name in lower case: " + span.written());
    }
    switch (span.quotes()) {
      case BOTH -> {
        if (BARE.contains(span.name())) {
          oddities.add(span.name() + " in quotes");
        }
      }
      case NONE -> {
        if (QUOTED.contains(span.name())) {
          oddities.add(span.name() + " without quotes");
        }
      }
      case ONE -> oddities.add(span.name() + " with a single quote");
    }
  }

  /** How a value is quoted. */
  enum Quotes {
    BOTH,
    NONE,
    ONE
  }

  /**
   * Where a value stands in the text of a list, without its quotes.
   *
   * @param written the name as it stands there
   */
  record Span(String written, int from, int to, Quotes quotes) {
    String name() {
      return written.toUpperCase(Locale.ROOT);
    }
  }

  /** The list's values, in order. */
  static List<Span> spans(String text) {
    final List<Span> spans = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      final int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      final String name =
          text.substring(Math.max(at, text.lastIndexOf(',', equals) + 1), equals).strip();
      final Span span = value(text, name, equals + 1);
      spans.add(span);
      final int comma = text.indexOf(',', span.to());
      at = comma < 0 ? text.length() : comma + 1;
    }
    return spans;
  }

  private static Span value(String text, String name, int start) {
    int from = start;
    while (from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    final boolean opened = from < text.length() && text.charAt(from) == '"';
    final int closing = opened ? text.indexOf('"', from + 1) : -1;
    if (closing >= 0) {
      return new Span(name, from + 1, closing, Quotes.BOTH);
    }
    from += opened ? 1 : 0;
    final int comma = text.indexOf(',', from);
    int to = comma < 0 ? text.length() : comma;
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    final boolean closed = to > from && text.charAt(to - 1) == '"';
    return new Span(name, from, closed ? to - 1 : to, opened || closed ? Quotes.ONE : Quotes.NONE);
  }

  /** The attributes but for some, as they are written in a list. */
  static List<String> others(String text, Set<String> known, Variables variables) {
    final List<String> others = new ArrayList<>();
    for (Span span : spans(text)) {
      if (!known.contains(span.name())) {
        final String value = variables.substitute(text.substring(span.from(), span.to()));
        final boolean bare = span.quotes() == Quotes.NONE && value.indexOf(',') < 0;
        others.add(span.name() + "=" + (bare ? value : '"' + value + '"'));
      }
    }
    return others;
  }

  /** What is odd about the list. */
  List<String> oddities() {
    return oddities;
  }

  /** A value that is not empty. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
  }

  /** A whole number that is not negative. */
  OptionalLong number(String name) {
    try {
      final long number = text(name).map(Long::parseLong).orElse(-1L);
      return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A finite number that is not negative. */
  OptionalDouble decimal(String name) {
    try {
      final double number = text(name).map(Double::parseDouble).orElse(-1.0);
      return Double.isFinite(number) && number >= 0
          ? OptionalDouble.of(number)
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
