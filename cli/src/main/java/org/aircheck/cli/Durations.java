package org.aircheck.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 90}, {@code 1.5}, {@code 1h30m}, {@code PT90S}. */
final class Durations implements ITypeConverter<Duration> {
  private static final Pattern UNITS =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d+)?)s)?");

  @Override
  public Duration convert(String text) {
    try {
      if (text.matches("\\d+(\\.\\d+)?")) {
        return seconds(text);
      }
      if (text.startsWith("P")) {
        return Duration.parse(text);
      }
      final Matcher matcher = UNITS.matcher(text);
      if (!text.isEmpty() && matcher.matches()) {
        return Duration.ofDays(number(matcher.group(1)))
            .plusHours(number(matcher.group(2)))
            .plusMinutes(number(matcher.group(3)))
            .plus(matcher.group(4) == null ? Duration.ZERO : seconds(matcher.group(4)));
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  /** The shortest way to write a duration, to the second: {@code 1h02m03s}. */
  static String text(Duration duration) {
    final long seconds = duration.toSeconds();
    if (seconds >= 3600) {
      return String.format(
          Locale.ROOT, "%dh%02dm%02ds", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    return seconds >= 60
        ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
        : seconds + "s";
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'" + text + "' is no duration; write seconds, or like 1h30m");
  }
}
