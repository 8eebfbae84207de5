package org.aircheck.dash;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References as manifests have them: resolved as RFC 3986 section 5.2 says, also when they are not
 * quite legal.
 *
 * <p>{@link URI#resolve} is not up to it: it makes one slash of two in a path, keeps a {@code ..}
 * that climbs above the root, and loses the slash behind a host without a path.
 */
final class References {
  /** RFC 3986 appendix B, with the scheme's own grammar: {@code 12:30.ts} has none. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?s)(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?://(?<authority>[^/?#]*))?"
              + "(?<path>[^?#]*)(?<query>\\?[^#]*)?(?<fragment>#.*)?");

  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

  private static final String PATH = UNRESERVED + ":/@!$&'()*+,;=";
  private static final String BRACKETS = PATH + "?[]";

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private References() {}

  /** The absolute address that a reference stands for; empty when it can't be one. */
  static Optional<URI> resolve(URI base, String reference) {
    final Matcher parts = PARTS.matcher(reference.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    final String tail = legal(part(parts, "query") + part(parts, "fragment"), BRACKETS + "#");
    final String path = legal(part(parts, "path"), PATH);
    try {
      if (parts.group("authority") != null) {
        final String scheme =
            parts.group("scheme") == null ? base.getScheme() : parts.group("scheme");
        final String authority = legal(parts.group("authority"), BRACKETS);
        return absolute(scheme + "://" + authority + withoutDots(path) + tail);
      }
      if (parts.group("scheme") != null) {
        return absolute(parts.group("scheme") + ":" + path + tail);
      }
      final String site =
          base.getScheme()
              + ":"
              + (base.getRawAuthority() == null ? "" : "//" + base.getRawAuthority());
      if (path.isEmpty()) {
        final boolean same = parts.group("query") == null && base.getRawQuery() != null;
        return absolute(site + path(base) + (same ? "?" + base.getRawQuery() : "") + tail);
      }
      final String folder = path(base).substring(0, path(base).lastIndexOf('/') + 1);
      return absolute(site + withoutDots(path.startsWith("/") ? path : folder + path) + tail);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is one that can be asked for over HTTP. */
  static boolean isHttp(URI uri) {
    final String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
  }

  private static Optional<URI> absolute(String text) throws URISyntaxException {
    return Optional.of(new URI(text)).filter(URI::isAbsolute);
  }

  private static String part(Matcher parts, String name) {
    final String part = parts.group(name);
    return part == null ? "" : part;
  }

  private static String path(URI base) {
    final String path = base.getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** RFC 3986 section 5.2.4. */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    final List<String> kept = new ArrayList<>();
    final String[] names = path.substring(1).split("/", -1);
    for (int i = 0; i < names.length; i++) {
      final boolean dots = names[i].equals(".") || names[i].equals("..");
      if (names[i].equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!dots) {
        kept.add(names[i]);
      } else if (i == names.length - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** A text with what a URI can't contain there percent-encoded, a stray percent included. */
  private static String legal(String text, String allowed) {
    final StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      final int c = text.codePointAt(i);
      if (c == '%' ? isEscape(text, i) : c < 128 && allowed.indexOf(c) >= 0) {
        out.appendCodePoint(c);
      } else {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          out.append('%').append(UPPER.toHexDigits(b));
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }
}
