package org.aircheck.engine.fetch;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;

/**
 * A cookie and where it may go (RFC 6265, section 5.3).
 *
 * @param domain lower case, without a leading dot
 * @param hostOnly whether hosts below the domain don't get it
 * @param path begins with a slash
 * @param secure whether it goes over https only
 * @param expires {@link Instant#MAX} when the session's end is its own
 */
record Cookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    boolean secure,
    Instant expires) {

  /** Whether a request takes it along (RFC 6265, section 5.4). */
  boolean goesTo(String host, String requestPath, boolean https) {
    return domainMatches(host) && pathMatches(requestPath) && (https || !secure);
  }

  private boolean domainMatches(String host) {
    return host.equals(domain) || (!hostOnly && isBelow(host, domain));
  }

  private boolean pathMatches(String requestPath) {
    return requestPath.startsWith(path)
        && (path.endsWith("/")
            || requestPath.length() == path.length()
            || requestPath.charAt(path.length()) == '/');
  }

  /** Whether a host's name ends in a domain; an address has nothing below it. */
  static boolean isBelow(String host, String domain) {
    return host.endsWith("." + domain)
        && !host.startsWith("[")
        && !Character.isDigit(host.charAt(host.length() - 1));
  }

  /**
   * The host of an address in lower case, also where {@link URI#getHost()} gives up; empty when it
   * has none.
   */
  static String host(URI uri) {
    final String host =
        uri.getHost() == null ? Location.host(uri).replaceFirst(":\\d*$", "") : uri.getHost();
    return host.toLowerCase(Locale.ROOT);
  }

  /** Shows no value. */
  @Override
  public String toString() {
    return name + " for " + domain + path;
  }
}
