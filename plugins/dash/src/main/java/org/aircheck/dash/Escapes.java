package org.aircheck.dash;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Characters as markup writes them. */
final class Escapes {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#(\\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));");

  private Escapes() {}

  /** What a piece of a document says, given its bytes as ISO 8859-1. */
  static String unescaped(String latin) {
    final String text =
        new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    final Matcher matcher = REFERENCE.matcher(text);
    final StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(character(matcher)));
    }
    return matcher.appendTail(out).toString();
  }

  private static String character(Matcher reference) {
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

  /** A text as it may stand in an element or in an attribute with either quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }

  /** The same as the bytes of its UTF-8, in ISO 8859-1. */
  static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
