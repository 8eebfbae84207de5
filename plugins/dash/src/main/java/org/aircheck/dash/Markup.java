package org.aircheck.dash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A document's tags and texts by where they stand, so that some can be replaced and every other
 * byte kept. The text is the bytes as ISO 8859-1. It trusts that an XML reader has accepted the
 * document; on anything else it finds less, and never fails.
 */
final class Markup {
  private final String text;
  private int at;

  Markup(String text) {
    this.text = text;
  }

  /** Something in the document. */
  sealed interface Piece {}

  /**
   * The beginning of an element.
   *
   * @param name without its prefix
   * @param empty whether it ends at once
   * @param end behind the tag
   */
  record Start(String name, List<Attribute> attributes, boolean empty, int end) implements Piece {}

  /** The end of an element, from the tag's first character. */
  record End(int from) implements Piece {}

  /** An attribute's value, without quotes. */
  record Attribute(String name, int from, int to) {}

  /** The next tag; empty behind the last. */
  Optional<Piece> next() {
    while (true) {
      final int tag = text.indexOf('<', at);
      if (tag < 0 || tag + 1 >= text.length()) {
        return Optional.empty();
      }
      if (text.startsWith("<!--", tag)) {
        at = behind("-->", tag + 4);
      } else if (text.startsWith("<![CDATA[", tag)) {
        at = behind("]]>", tag);
      } else if (text.charAt(tag + 1) == '?') {
        at = behind("?>", tag);
      } else if (text.charAt(tag + 1) == '!') {
        at = behind(">", tag);
      } else if (text.charAt(tag + 1) == '/') {
        at = behind(">", tag);
        return Optional.of(new End(tag));
      } else {
        return Optional.of(start(tag + 1));
      }
    }
  }

  private int behind(String mark, int from) {
    final int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }

  private Start start(int from) {
    int end = from;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    final String name = local(text.substring(from, end));
    final List<Attribute> attributes = new ArrayList<>();
    while (end < text.length() && text.charAt(end) != '>') {
      final char c = text.charAt(end);
      if (c != '"' && c != '\'') {
        end++;
        continue;
      }
      final int close = text.indexOf(c, end + 1);
      if (close < 0) {
        end = text.length();
        break;
      }
      attributes.add(new Attribute(nameBefore(end), end + 1, close));
      end = close + 1;
    }
    final boolean empty = end > 0 && end <= text.length() && text.charAt(end - 1) == '/';
    at = Math.min(text.length(), end + 1);
    return new Start(name, attributes, empty, at);
  }

  private String nameBefore(int quote) {
    int end = quote;
    while (end > 0 && (text.charAt(end - 1) == '=' || isBreak(text.charAt(end - 1)))) {
      end--;
    }
    int from = end;
    while (from > 0 && !isBreak(text.charAt(from - 1))) {
      from--;
    }
    return local(text.substring(from, end));
  }

  private static boolean isBreak(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '>' || c == '<';
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
