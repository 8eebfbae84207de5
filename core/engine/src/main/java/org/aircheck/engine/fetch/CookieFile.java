package org.aircheck.engine.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads cookie files in Netscape's format, as browsers' add-ons, curl and yt-dlp write them: seven
 * fields, separated by tabs. Expired cookies are left to the {@link CookieJar}.
 */
final class CookieFile {
  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final int FIELDS = 7;

  private CookieFile() {}

  /**
   * Reads a file; throws {@link CookieFileException} when it can't be read or has a line that is no
   * cookie.
   */
  static List<Cookie> read(Path file) {
    final List<String> lines;
    try {
      // One char per byte: a cookie goes back to its origin byte for byte.
      lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new CookieFileException("the cookie file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new CookieFileException(
          "the cookie file " + file + " can't be read: " + e.getMessage(), e);
    }
    final List<Cookie> cookies = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      final String line =
          lines.get(i).startsWith(HTTP_ONLY)
              ? lines.get(i).substring(HTTP_ONLY.length())
              : lines.get(i);
      if (!line.isBlank() && !line.startsWith("#")) {
        cookies.add(cookie(line, file + ", line " + (i + 1)));
      }
    }
    return cookies;
  }

  private static Cookie cookie(String line, String where) {
    final String[] fields = line.split("\t", -1);
    // A cookie without a value is often written without the last tab.
    if (fields.length != FIELDS && fields.length != FIELDS - 1) {
      throw new CookieFileException(
          where + ": " + fields.length + " fields separated by tabs instead of " + FIELDS);
    }
    final String domain =
        (fields[0].startsWith(".") ? fields[0].substring(1) : fields[0]).toLowerCase(Locale.ROOT);
    if (domain.isBlank() || fields[5].isBlank() || !fields[2].startsWith("/")) {
      throw new CookieFileException(
          where + ": a cookie needs a domain, a path that begins with / and a name");
    }
    if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      throw new CookieFileException(where + ": a character that can't be sent");
    }
    final String value = fields.length == FIELDS ? fields[6] : "";
    final boolean hostOnly = !flag(fields[1], where);
    return new Cookie(
        fields[5],
        value,
        domain,
        hostOnly,
        fields[2],
        flag(fields[3], where),
        expiry(fields[4], where));
  }

  private static boolean flag(String text, String where) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default ->
          throw new CookieFileException(
              where + ": neither TRUE nor FALSE in the second or fourth field");
    };
  }

  /**
   * Seconds since 1970, by some writers with decimals; 0 and nothing mean the end of the session.
   */
  private static Instant expiry(String text, String where) {
    if (!text.matches("-?\\d{0,12}(\\.\\d*)?")) {
      throw new CookieFileException(
          where + ": the expiry in the fifth field is no number of seconds");
    }
    final String whole = text.replaceFirst("\\..*", "");
    final long seconds = whole.isEmpty() || whole.equals("-") ? 0 : Long.parseLong(whole);
    return seconds <= 0 ? Instant.MAX : Instant.ofEpochSecond(seconds);
  }
}
