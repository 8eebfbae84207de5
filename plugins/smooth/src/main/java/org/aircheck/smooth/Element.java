package org.aircheck.smooth;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An XML element.
 *
 * @param line where it begins, counted from 1
 * @param attributes by their names in lower case: encoders don't agree on capitals
 */
record Element(String name, int line, Map<String, String> attributes, List<Element> children) {

  static Element opened(String name, int line) {
    return new Element(name, line, new LinkedHashMap<>(), new ArrayList<>());
  }

  /** The children of a name. */
  List<Element> all(String child) {
    return children.stream().filter(e -> e.name.equals(child)).toList();
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /** A whole number from 0 to the largest long; empty for anything else. */
  OptionalLong number(String attribute) {
    final String text = attributes.getOrDefault(attribute, "").strip();
    if (!text.matches("\\d{1,20}")) {
      return OptionalLong.empty();
    }
    final BigInteger value = new BigInteger(text);
    return value.bitLength() < Long.SIZE
        ? OptionalLong.of(value.longValueExact())
        : OptionalLong.empty();
  }

  boolean isTrue(String attribute) {
    return attribute(attribute).filter(v -> v.strip().equalsIgnoreCase("true")).isPresent();
  }
}
