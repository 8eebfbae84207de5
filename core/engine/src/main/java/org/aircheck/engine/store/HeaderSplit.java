package org.aircheck.engine.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Response headers, taken apart by how often they change: most answers of an origin share the first
 * part, all answers with the same content the second, and only two numbers are each answer's own.
 * It keeps the row of a poll small.
 *
 * @param shared what an origin says each time
 * @param validators what depends on the content
 * @param date in seconds since 1970; empty for none, or one that is not written as RFC 9110 section
 *     5.6.7 says
 * @param age in seconds; empty for none
 */
record HeaderSplit(
    Map<String, String> shared,
    Map<String, String> validators,
    OptionalLong date,
    OptionalLong age) {
  private static final Set<String> VALIDATORS =
      Set.of("etag", "last-modified", "content-length", "content-range");

  /** RFC 1123 with two digits for the day, which the JDK's own leaves to the value. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static HeaderSplit of(Map<String, String> headers) {
    final Map<String, String> shared = new LinkedHashMap<>();
    final Map<String, String> validators = new LinkedHashMap<>();
    OptionalLong date = OptionalLong.empty();
    OptionalLong age = OptionalLong.empty();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      final String name = header.getKey();
      final String value = header.getValue();
      final Optional<Instant> instant = name.equals("date") ? exact(value) : Optional.empty();
      if (instant.isPresent()) {
        date = OptionalLong.of(instant.get().getEpochSecond());
      } else if (name.equals("age") && value.matches("0|[1-9]\\d{0,9}")) {
        age = OptionalLong.of(Long.parseLong(value));
      } else {
        (VALIDATORS.contains(name) ? validators : shared).put(name, value);
      }
    }
    return new HeaderSplit(shared, validators, date, age);
  }

  Map<String, String> joined() {
    final Map<String, String> headers = new LinkedHashMap<>(shared);
    headers.putAll(validators);
    date.ifPresent(d -> headers.put("date", DATE.format(Instant.ofEpochSecond(d))));
    age.ifPresent(a -> headers.put("age", Long.toString(a)));
    return headers;
  }

  /** The last date that was read: all answers within a second have the same one. */
  private static volatile Dated last = new Dated("", Optional.empty());

  private record Dated(String value, Optional<Instant> instant) {}

  private static Optional<Instant> exact(String value) {
    final Dated known = last;
    if (known.value().equals(value)) {
      return known.instant();
    }
    final Optional<Instant> read = read(value);
    last = new Dated(value, read);
    return read;
  }

  /** The date, if writing it again gives the same text. */
  private static Optional<Instant> read(String value) {
    try {
      final Instant date = ZonedDateTime.parse(value, DATE).toInstant();
      return DATE.format(date).equals(value) ? Optional.of(date) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
