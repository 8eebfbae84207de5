package org.aircheck.server.replay;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aircheck.server.channel.Percent;

/**
 * Where a recorded address stands in a viewer's URL tree: {@code scheme/authority/path?query}.
 *
 * <p>The path and the query stay as they are, so that relative references resolve as they did at
 * the origin. Only what a player or a proxy would not leave alone is written otherwise, and back
 * again: an authority's characters that are not legal in a path, and segments made of dots ({@code
 * ..} becomes {@code ~..}, {@code ~..} becomes {@code ~~..}). What is not ASCII is percent-encoded
 * and does not find its way back by itself: see {@link Spellings}.
 */
final class Place {
  private static final Pattern DOTS = Pattern.compile("(?:\\.|%2[eE]){1,2}");
  private static final String AUTHORITY = "-._~!$&'()*+,;=:@";
  private static final String PATH = AUTHORITY + "/%";
  private static final String QUERY = PATH + "?[]";
  private static final String HEX = "0123456789ABCDEF";

  private Place() {}

  /**
   * The place of an address.
   *
   * @return empty when it is no absolute http or https address
   */
  static Optional<String> of(URI address) {
    final String scheme =
        Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    final String authority = Optional.ofNullable(address.getRawAuthority()).orElse("");
    if (!web(scheme) || authority.isEmpty()) {
      return Optional.empty();
    }
    final String path = Optional.ofNullable(address.getRawPath()).orElse("");
    final String query =
        Optional.ofNullable(address.getRawQuery()).map(q -> "?" + encode(q, QUERY)).orElse("");
    return Optional.of(
        scheme
            + "/"
            + encode(authority, AUTHORITY)
            + (path.isEmpty() ? "/" : shield(encode(path, PATH)))
            + query);
  }

  /** The address that has a place; empty when none can have it. */
  static Optional<String> address(String place) {
    final int question = place.indexOf('?');
    final String path = question < 0 ? place : place.substring(0, question);
    final String query = question < 0 ? "" : place.substring(question);
    final int first = path.indexOf('/');
    final int second = first < 0 ? -1 : path.indexOf('/', first + 1);
    if (second < 0 || !web(path.substring(0, first))) {
      return Optional.empty();
    }
    final Optional<String> authority = decode(path.substring(first + 1, second));
    final String address =
        path.substring(0, first)
            + "://"
            + authority.orElse("")
            + unshield(encode(path.substring(second), PATH))
            + encode(query, QUERY);
    return authority.isPresent() && sound(authority.get(), address)
        ? Optional.of(address)
        : Optional.empty();
  }

  private static boolean web(String scheme) {
    return scheme.equals("http") || scheme.equals("https");
  }

  private static boolean sound(String authority, String address) {
    try {
      return authority.equals(new URI(address).getRawAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String shield(String path) {
    return segments(path, (tildes, dots) -> "~" + tildes + dots);
  }

  private static String unshield(String path) {
    return segments(path, (tildes, dots) -> (tildes.isEmpty() ? "" : tildes.substring(1)) + dots);
  }

  /** Rewrites the segments that are some tildes, possibly none, in front of one or two dots. */
  private static String segments(String path, Rewriting rewriting) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return path;
    }
    final String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      int tildes = 0;
      while (tildes < segments[i].length() && segments[i].charAt(tildes) == '~') {
        tildes++;
      }
      final String dots = segments[i].substring(tildes);
      if (DOTS.matcher(dots).matches()) {
        segments[i] = rewriting.of(segments[i].substring(0, tildes), dots);
      }
    }
    return String.join("/", segments);
  }

  /** How to write a segment of tildes and dots. */
  private interface Rewriting {
    String of(String tildes, String dots);
  }

  private static String encode(String text, String legal) {
    boolean clean = true;
    for (int i = 0; clean && i < text.length(); i++) {
      clean = legal(text.charAt(i), legal);
    }
    if (clean) {
      return text;
    }
    final StringBuilder encoded = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (c < 0x80 && legal((char) c, legal)) {
            encoded.append((char) c);
            return;
          }
          for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
          }
        });
    return encoded.toString();
  }

  private static boolean legal(char c, String legal) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || legal.indexOf(c) >= 0;
  }

  private static Optional<String> decode(String text) {
    return Percent.decode(text);
  }
}
