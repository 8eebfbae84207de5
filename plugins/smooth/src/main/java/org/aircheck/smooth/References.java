package org.aircheck.smooth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References as manifests have them, also those that are not quite legal. */
final class References {
  /** What is in front of the path, the path, what is behind it (RFC 3986 appendix B). */
  private static final Pattern PARTS =
      Pattern.compile("(?s)((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://[^/?#]*)?)([^?#]*)(.*)");

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private References() {}

  /** The address that a reference stands for; empty when it is none that can be fetched. */
  static Optional<URI> resolve(URI base, String reference) {
    try {
      final URI address = base.resolve(new URI(legal(reference)));
      final String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && address.getRawAuthority() != null
          ? Optional.of(address)
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Streams' names stand in addresses as they are: with spaces, with letters of any language, with
   * percent signs that escape nothing. Brackets are legal around a host and in a query.
   */
  private static String legal(String reference) {
    final Matcher parts = PARTS.matcher(reference);
    return parts.matches()
        ? legal(parts.group(1), "[]") + legal(parts.group(2), "") + legal(parts.group(3), "[]")
        : reference;
  }

  private static String legal(String part, String brackets) {
    final byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    final StringBuilder legal = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      final char c = (char) (bytes[i] & 0xFF);
      final boolean plain = c > ' ' && c < 0x7F && "\"<>\\^`{|}[]%".indexOf(c) < 0;
      if (plain || brackets.indexOf(c) >= 0 || c == '%' && isEscape(bytes, i)) {
        legal.append(c);
      } else {
        legal.append('%').append(UPPER.toHexDigits(bytes[i]));
      }
    }
    return legal.toString();
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[at + 1])
        && HexFormat.isHexDigit(bytes[at + 2]);
  }
}
