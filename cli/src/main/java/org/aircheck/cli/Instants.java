package org.aircheck.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Instants as people write them: {@code 2026-03-01T20:00:00Z}, the same without a zone for the
 * local one, or {@code 20:00} for the next time that it is so late.
 */
final class Instants implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    return convert(text, ZonedDateTime.now(ZoneId.systemDefault()));
  }

  static Instant convert(String text, ZonedDateTime now) {
    try {
      if (text.matches("\\d{1,2}:\\d{2}(:\\d{2})?")) {
        final LocalTime time = LocalTime.parse(text.length() % 3 == 1 ? "0" + text : text);
        final ZonedDateTime today = now.with(time);
        return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
      }
      final String iso = text.strip().replace(' ', 'T');
      return iso.matches(".*T.*([zZ]|[+-]\\d{2}:?\\d{2})$")
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(now.getZone()).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is no time; write it like 20:00, 2026-03-01T20:00 or 2026-03-01T20:00:00Z");
    }
  }
}
