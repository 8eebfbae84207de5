package org.aircheck.hls;

import java.util.Optional;
import org.aircheck.spi.MediaTime;

/** A decimal number of seconds as playlists write it, kept exact. */
final class Decimal {
  private static final int MOST_FRACTION = 9;

  private Decimal() {}

  /** Reads digits with an optional fraction behind a point. */
  static Optional<MediaTime> seconds(String text) {
    final String number = text.strip();
    int at = 0;
    while (at < number.length() && Character.digit(number.charAt(at), 10) >= 0) {
      at++;
    }
    if (at == 0 && !number.matches("\\.\\d.*") || at > 9) {
      return Optional.empty();
    }
    long ticks = at == 0 ? 0 : Long.parseLong(number, 0, at, 10);
    long scale = 1;
    if (at < number.length() && number.charAt(at) == '.') {
      for (int digits = 0;
          ++at < number.length() && Character.digit(number.charAt(at), 10) >= 0; ) {
        if (digits++ < MOST_FRACTION) {
          ticks = ticks * 10 + Character.digit(number.charAt(at), 10);
          scale *= 10;
        }
      }
    }
    return at == number.length() ? Optional.of(new MediaTime(ticks, scale)) : Optional.empty();
  }
}
