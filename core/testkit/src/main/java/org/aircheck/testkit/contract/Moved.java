package org.aircheck.testkit.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;

/** Where contract tests have addresses point. */
final class Moved {
  private Moved() {}

  /** A place in another server's tree, as the replay server's has them: scheme, host, path. */
  static String address(URI address) {
    final String path = address.getRawPath() == null ? "" : address.getRawPath();
    final String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return "http://replay.test/"
        + address.getScheme()
        + "/"
        + address.getRawAuthority()
        + path
        + query;
  }

  /** Writes marks where addresses were, so that what stands around them can be compared. */
  static final class Marks implements AddressMap {
    private static final String MARK = "mark-of-the-contract";

    @Override
    public String address(URI address) {
      return MARK;
    }

    /** Whether a manifest with marks in it is another one but for what the marks stand for. */
    boolean keepsAllElse(byte[] original, byte[] marked) {
      final StringBuilder pattern = new StringBuilder();
      for (String piece : text(marked).split(MARK, -1)) {
        pattern.append(pattern.isEmpty() ? "" : "[^\r\n\"'<>]*").append(Pattern.quote(piece));
      }
      return Pattern.matches(pattern.toString(), text(original));
    }

    /** Each byte is a letter, so none is lost; but UTF-16, which says that it is. */
    private static String text(byte[] bytes) {
      final int first = bytes.length > 1 ? (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF : 0;
      return new String(
          bytes,
          first == 0xFEFF || first == 0xFFFE
              ? StandardCharsets.UTF_16
              : StandardCharsets.ISO_8859_1);
    }
  }
}
