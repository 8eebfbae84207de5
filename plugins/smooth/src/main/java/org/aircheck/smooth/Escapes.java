package org.aircheck.smooth;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters as attributes write them (XML 1.0 sections 4.1 and 4.6). */
final class Escapes {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#0*+(\\d{1,7})|#x0*+([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));");
  private static final Pattern BREAK = Pattern.compile("\r\n|[\r\n\t]");

  private Escapes() {}

  /** What a value says. White space in it is a space (XML 1.0 section 3.3.3). */
  static String unescaped(String written) {
    return REFERENCE
        .matcher(BREAK.matcher(written).replaceAll(" "))
        .replaceAll(reference -> Matcher.quoteReplacement(character(reference)));
  }

  private static String character(MatchResult reference) {
    if (reference.group(3) != null) {
      return switch (reference.group(3)) {
        case "amp" -> "&";
        case "lt" -> "<";
        case "gt" -> ">";
        case "quot" -> "\"";
        default -> "'";
      };
    }
    final int point =
        reference.group(1) != null
            ? Integer.parseInt(reference.group(1))
            : Integer.parseInt(reference.group(2), 16);
    return Character.isValidCodePoint(point) ? Character.toString(point) : "?";
  }

  /** A text as it may stand between either quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}
