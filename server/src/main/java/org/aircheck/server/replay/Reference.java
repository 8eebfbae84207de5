package org.aircheck.server.replay;

/** A relative URI reference from one place in a viewer's tree to another (RFC 3986 section 4.2). */
final class Reference {
  private Reference() {}

  /**
   * The shortest reference; it names the last path segment even where an empty reference would do.
   *
   * @param from a place, with or without a query
   * @param to a place
   */
  static String between(String from, String to) {
    final String base = path(from);
    final String target = path(to);
    int common = 0;
    for (int i = 0;
        i < Math.min(base.length(), target.length()) && base.charAt(i) == target.charAt(i);
        i++) {
      if (base.charAt(i) == '/') {
        common = i + 1;
      }
    }
    final String rest = to.substring(common);
    final long ups = base.substring(common).chars().filter(c -> c == '/').count();
    if (ups > 0) {
      return "../".repeat((int) ups) + rest;
    }
    final String first = path(rest).split("/", 2)[0];
    // What looks like a scheme, an authority or nothing at all needs a dot in front (RFC 3986
    // sections 4.2 and 4.5).
    return first.isEmpty() || first.indexOf(':') >= 0 ? "./" + rest : rest;
  }

  private static String path(String place) {
    final int question = place.indexOf('?');
    return question < 0 ? place : place.substring(0, question);
  }
}
