package org.aircheck.engine.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How an {@link HttpOrigin} speaks to hosts.
 *
 * @param headers sent with every request, to every host that the channel's manifests and redirects
 *     name, {@code Authorization} and {@code Cookie} included; one that Aircheck sends too is
 *     replaced, but for those that ask for a part or a newer version
 * @param userAgent the User-Agent, unless {@code headers} has one
 * @param cookies a cookie file in Netscape format, read once
 * @param proxy {@code http://} or {@code socks5://}, with a port and optionally {@code
 *     user:password@}; names are resolved by the proxy
 * @param insecure whether certificates are accepted whoever signed them and for whatever host
 * @param connectionsPerHost how many connections to one host and port there may be, at least 1;
 *     further requests queue
 * @param limitRate bytes per second of all bodies together as they come over the network, at least
 *     1
 * @param connectTimeout how long a TCP connection may take to be made, positive
 */
public record HttpOptions(
    List<Header> headers,
    String userAgent,
    Optional<Path> cookies,
    Optional<URI> proxy,
    boolean insecure,
    int connectionsPerHost,
    OptionalLong limitRate,
    Duration connectTimeout) {

  /**
   * No headers of one's own, no cookies, no proxy, certificates checked, 128 connections, no limit,
   * 10 s to connect.
   */
  public static final HttpOptions DEFAULT =
      new HttpOptions(
          List.of(),
          defaultUserAgent(),
          Optional.empty(),
          Optional.empty(),
          false,
          128,
          OptionalLong.empty(),
          Duration.ofSeconds(10));

  private static final Set<String> PROXY_SCHEMES = Set.of("http", "socks5", "socks5h");

  /**
   * Copies the list and refuses values that can't be used; no message shows a header's value or a
   * password.
   */
  public HttpOptions {
    headers = List.copyOf(headers);
    new Header("User-Agent", userAgent);
    proxy.ifPresent(HttpOptions::checkProxy);
    if (connectionsPerHost < 1) {
      throw new IllegalArgumentException(
          "connections per host must be at least 1: " + connectionsPerHost);
    }
    if (limitRate.isPresent() && limitRate.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "the rate limit must be at least 1 byte/s: " + limitRate.getAsLong());
    }
    if (!connectTimeout.isPositive()) {
      throw new IllegalArgumentException("the time to connect must be positive: " + connectTimeout);
    }
  }

  private static void checkProxy(URI proxy) {
    final String scheme =
        proxy.getScheme() == null ? "" : proxy.getScheme().toLowerCase(Locale.ROOT);
    if (!PROXY_SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException("a proxy's address begins with http:// or socks5://");
    }
    if (proxy.getHost() == null || proxy.getPort() < 1) {
      throw new IllegalArgumentException(
          "a proxy's address needs a host and a port: " + scheme + "://HOST:PORT");
    }
  }

  private static String defaultUserAgent() {
    final String version = HttpOptions.class.getPackage().getImplementationVersion();
    return version == null ? "Aircheck" : "Aircheck/" + version;
  }

  /** Shows no header's value, and of the proxy only host and port. */
  @Override
  public String toString() {
    return "HttpOptions[headers="
        + headers
        + ", cookies="
        + cookies
        + ", proxy="
        + proxy.map(uri -> uri.getHost() + ":" + uri.getPort())
        + ", insecure="
        + insecure
        + ", connectionsPerHost="
        + connectionsPerHost
        + ", limitRate="
        + limitRate
        + ", connectTimeout="
        + connectTimeout
        + "]";
  }

  /**
   * A request header.
   *
   * @param name a token (RFC 9110, section 5.6.2)
   * @param value visible characters, spaces and tabs
   */
  public record Header(String name, String value) {

    /** Refuses what would break out of the header's line; the message doesn't show the value. */
    public Header {
      if (name.isEmpty() || !name.chars().allMatch(Header::isTokenCharacter)) {
        throw new IllegalArgumentException("a header's name is made of letters, digits and dashes");
      }
      if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f && c <= 0xff))) {
        throw new IllegalArgumentException(
            "the header " + name + " has a character that can't be sent");
      }
    }

    private static boolean isTokenCharacter(int c) {
      return (c >= '0' && c <= '9')
          || (c >= 'A' && c <= 'Z')
          || (c >= 'a' && c <= 'z')
          || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Shows the name only. */
    @Override
    public String toString() {
      return name;
    }
  }
}
