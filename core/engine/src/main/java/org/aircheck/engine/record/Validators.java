package org.aircheck.engine.record;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.aircheck.engine.fetch.Exchange;

/**
 * What to ask conditionally with.
 *
 * @param etag as the origin wrote it
 * @param lastModified as the origin wrote it
 */
record Validators(Optional<String> etag, Optional<String> lastModified) {
  static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

  /**
   * A date counts whole seconds, and common servers make their ETag of it: within these it proves
   * nothing.
   */
  private static final Duration STRONG = Duration.ofSeconds(2);

  /**
   * The validators of an answer, unless they are too weak to tell two versions apart that were
   * written within one second (RFC 9110 section 8.8.2.2).
   */
  static Validators of(Exchange exchange) {
    final Optional<String> etag = Optional.ofNullable(exchange.headers().get("etag"));
    final Optional<String> lastModified =
        Optional.ofNullable(exchange.headers().get("last-modified"));
    if (lastModified.isPresent()) {
      final Optional<Instant> modified = lastModified.flatMap(Validators::date);
      final Instant served =
          Optional.ofNullable(exchange.headers().get("date"))
              .flatMap(Validators::date)
              .orElse(exchange.sent());
      if (modified.isEmpty() || Duration.between(modified.get(), served).compareTo(STRONG) < 0) {
        return NONE;
      }
    }
    return new Validators(etag, lastModified);
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
