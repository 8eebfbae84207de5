package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document's opening tags by where they stand, so that attributes can be replaced and every other
 * letter kept. On what is no XML it finds less, and never fails. For one reading.
 */
final class Markup {
  private static final Pattern NAME = Pattern.compile("[^\\s=<>\"'/]++");

  private static final Pattern ATTRIBUTE =
      Pattern.compile("[\\s/]*+(" + NAME.pattern() + ")\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)')");

  private final String text;
  private int at;

  Markup(String text) {
    this.text = text;
  }

  /**
   * An element's beginning.
   *
   * @param name without its prefix
   */
  record Tag(String name, List<Attribute> attributes) {}

  /**
   * Where an attribute's value stands, without its quotes.
   *
   * @param name without its prefix
   */
  record Attribute(String name, int from, int to) {}

  /** The next opening tag; empty behind the last. */
  Optional<Tag> next() {
    while (true) {
      final int tag = text.indexOf('<', at);
      if (tag < 0) {
        at = text.length();
        return Optional.empty();
      }
      if (text.startsWith("<!--", tag)) {
        at = behind("-->", tag + 4);
      } else if (text.startsWith("<![CDATA[", tag)) {
        at = behind("]]>", tag);
      } else if (text.startsWith("<?", tag)) {
        at = behind("?>", tag);
      } else {
        at = tag + 1;
        final Matcher name = NAME.matcher(text).region(at, text.length());
        if (name.lookingAt() && !name.group().startsWith("!")) {
          at = name.end();
          return Optional.of(new Tag(local(name.group()), attributes()));
        }
      }
    }
  }

  private int behind(String mark, int from) {
    final int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }

  private List<Attribute> attributes() {
    final List<Attribute> attributes = new ArrayList<>();
    final Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.region(at, text.length()).lookingAt()) {
      final int value = matcher.start(2) >= 0 ? 2 : 3;
      attributes.add(
          new Attribute(local(matcher.group(1)), matcher.start(value), matcher.end(value)));
      at = matcher.end();
    }
    return attributes;
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
