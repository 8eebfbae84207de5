package org.aircheck.dash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One element of a document, by its local name: manifests in the wild have the wrong namespace, or
 * none.
 *
 * @param line where it begins, from 1
 * @param text what stands directly in it, stripped
 */
record Element(
    String name, int line, Map<String, String> attributes, List<Element> children, String text) {

  /** One that is not there. */
  static final Element NONE = new Element("", 0, Map.of(), List.of(), "");

  /** An element that is being read. */
  static final class Open {
    final String name;
    final int line;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final List<Element> children = new ArrayList<>();
    final StringBuilder text = new StringBuilder();

    Open(String name, int line) {
      this.name = name;
      this.line = line;
    }

    Element close() {
      return new Element(name, line, attributes, children, text.toString().strip());
    }
  }

  /** An attribute that is not empty. */
  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(String::strip)
        .filter(v -> !v.isEmpty());
  }

  Stream<Element> all(String child) {
    return children.stream().filter(c -> c.name.equals(child));
  }

  Optional<Element> first(String child) {
    return all(child).findFirst();
  }
}
