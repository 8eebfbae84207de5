package org.aircheck.engine.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where a Location header points: read leniently, as browsers do, and never with a fragment. */
final class Location {
  /**
   * What RFC 3986 lets stand in a URI and {@link URI} accepts in every part of one that follows the
   * authority.
   */
  private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

  private static final String HEX = "0123456789ABCDEF";

  private Location() {}

  /**
   * Resolves a header's value.
   *
   * @param location one char per byte, as the header was received
   * @return empty when it can't be read as an address at all
   */
  static Optional<URI> resolve(URI base, String location) {
    final String text = escape(withoutFragment(location.strip().replace('\\', '/')));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      // URI.resolve follows RFC 2396, where a bare query drops the last path segment.
      return Optional.of(
          text.startsWith("?") ? URI.create(withoutQuery(base) + text) : base.resolve(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether something can be asked for at this address. */
  static boolean isHttp(URI uri) {
    final String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https")) && uri.getRawAuthority() != null;
  }

  /** An address as it may be shown and logged: tokens live in user information and queries. */
  static String shown(URI uri) {
    if (uri.isOpaque()) {
      return uri.getScheme() + ":…";
    }
    final String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    final String query = uri.getRawQuery() == null ? "" : "?…";
    return uri.getScheme()
        + "://"
        + authority.substring(authority.lastIndexOf('@') + 1)
        + uri.getRawPath()
        + query;
  }

  /** Host and port, for messages; the port only when the address has one. */
  static String host(URI uri) {
    final String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String withoutQuery(URI base) {
    return base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath();
  }

  private static String withoutFragment(String text) {
    final int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static String escape(String text) {
    final StringBuilder escaped = new StringBuilder(text.length() + 16);
    final int path = pathStart(text);
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c == '%' && !isEscape(text, i)) {
        escaped.append("%25");
      } else if (isPlain(c) || (i < path && (c == '[' || c == ']'))) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }

  /** Where the authority, in which brackets hold an IPv6 address, ends. */
  private static int pathStart(String text) {
    final int slashes = text.indexOf("//");
    if (slashes < 0 || text.indexOf('/') < slashes) {
      return 0;
    }
    for (int i = slashes + 2; i < text.length(); i++) {
      if (text.charAt(i) == '/' || text.charAt(i) == '?') {
        return i;
      }
    }
    return text.length();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }
}
