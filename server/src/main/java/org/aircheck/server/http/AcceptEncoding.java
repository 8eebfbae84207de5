package org.aircheck.server.http;

import java.util.Locale;

/** Reads Accept-Encoding (RFC 9110 section 12.5.3). */
final class AcceptEncoding {
  private AcceptEncoding() {}

  /** Whether gzip is welcome. */
  static boolean gzip(String value) {
    for (String coding : value.toLowerCase(Locale.ROOT).split(",", -1)) {
      final String[] parts = coding.split(";", -1);
      final String name = parts[0].strip();
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
