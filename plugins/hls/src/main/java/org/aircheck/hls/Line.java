package org.aircheck.hls;

import java.util.Optional;

/**
 * One line of a playlist that is not blank: a tag, an address or a comment.
 *
 * @param number counted from 1
 * @param text without white space around it
 */
record Line(int number, String text) {

  boolean isTag() {
    return text.startsWith("#EXT");
  }

  boolean isAddress() {
    return text.charAt(0) != '#';
  }

  /** The tag with its {@code #}, without its value. */
  String tag() {
    final int colon = text.indexOf(':');
    return (colon < 0 ? text : text.substring(0, colon)).stripTrailing();
  }

  /** What follows the tag's colon. */
  Optional<String> value() {
    final int colon = text.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1).strip());
  }
}
