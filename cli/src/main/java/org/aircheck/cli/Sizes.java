package org.aircheck.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them, in powers of 1024: {@code 500M}, {@code 1.5G}, {@code 1GiB}. */
final class Sizes implements ITypeConverter<Long> {
  private static final String UNITS = "KMGT";
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([KMGT])?(?:I?B)?");

  @Override
  public Long convert(String text) {
    final Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size; write bytes, or like 500M or 1.5G");
    }
    final String unit = matcher.group(2);
    final int power = unit == null ? 0 : UNITS.indexOf(unit) + 1;
    return new BigDecimal(matcher.group(1))
        .multiply(BigDecimal.valueOf(1L << 10 * power))
        .longValue();
  }

  /** A size for people: {@code 1.5 GiB}. */
  static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = 0;
    double value = bytes;
    while (value >= 1024 && power < UNITS.length()) {
      value /= 1024;
      power++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.2f %siB" : "%.1f %siB", value, UNITS.charAt(power - 1));
  }
}
