package org.aircheck.dash;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element with those around it, which it inherits from: a representation, its adaptation set,
 * its period (ISO/IEC 23009-1 sections 5.3.9.1 and 5.6).
 *
 * @param chain the outermost first
 */
record Levels(List<Element> chain) {

  Levels with(Element inner) {
    return new Levels(Stream.concat(chain.stream(), Stream.of(inner)).toList());
  }

  Element innermost() {
    return chain.getLast();
  }

  /** An attribute of the innermost element that has it, but not of the period. */
  Optional<String> attribute(String name) {
    return chain.reversed().stream()
        .limit(Math.max(1, chain.size() - 1))
        .flatMap(e -> e.attribute(name).stream())
        .findFirst();
  }

  /** The children of a name on all levels, the outermost first, but not of the period. */
  Stream<Element> all(String name) {
    return chain.stream().skip(1).flatMap(e -> e.all(name));
  }

  /**
   * A child of a name, put together from all levels: what an inner one says holds, and what it
   * leaves out is an outer one's.
   */
  Optional<Element> merged(String name) {
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, List<Element>> children = new LinkedHashMap<>();
    Optional<Element> last = Optional.empty();
    for (Element level : chain) {
      final Optional<Element> found = level.first(name);
      if (found.isPresent()) {
        last = found;
        attributes.putAll(found.get().attributes());
        final Map<String, List<Element>> own = new LinkedHashMap<>();
        found
            .get()
            .children()
            .forEach(c -> own.computeIfAbsent(c.name(), k -> new ArrayList<>()).add(c));
        children.putAll(own);
      }
    }
    return last.map(e ->
        new Element(
            name,
            e.line(),
            attributes,
            children.values().stream().flatMap(List::stream).toList(),
            ""));
  }

  /** Where relative addresses are resolved: the first BaseURL of each level. */
  URI base(URI manifest, Warnings warnings) {
    URI base = manifest;
    for (Element level : chain) {
      final Optional<Element> element = level.first("BaseURL");
      if (element.isPresent()) {
        final Optional<URI> resolved = References.resolve(base, element.get().text());
        if (resolved.filter(References::isHttp).isEmpty()) {
          warnings.add(
              element.get(), "no http or https address: " + element.get().text() + "; ignored");
        } else {
          base = resolved.get();
        }
      }
    }
    return base;
  }
}
