package org.aircheck.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.aircheck.server.http.Incoming.Conditions;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a resource from another.
 *
 * @param etag strong, without quotes; the compressed form has the same with {@code -gz} behind it
 * @param lastModified as the origin wrote it
 */
record Validators(String etag, Optional<String> lastModified) {

  /** Whether the viewer has this version already (RFC 9110 section 13.2.2, steps 3 and 4). */
  boolean fresh(Conditions conditions) {
    if (conditions.noneMatch() != null) {
      return listed(conditions.noneMatch());
    }
    if (conditions.modifiedSince() == null || lastModified.isEmpty()) {
      return false;
    }
    final Optional<Instant> since = date(conditions.modifiedSince());
    final Optional<Instant> modified = date(lastModified.get());
    return since.isPresent() && modified.isPresent() && !modified.get().isAfter(since.get());
  }

  /** Whether a range is wanted of this version (RFC 9110 section 13.1.5). */
  boolean rangeOfThis(@Nullable String ifRange) {
    return ifRange == null
        || ifRange.equals("\"" + etag + "\"")
        || Optional.of(ifRange).equals(lastModified);
  }

  private boolean listed(String header) {
    if (header.strip().equals("*")) {
      return true;
    }
    for (String tag : header.split(",", -1)) {
      final String strong = tag.strip().startsWith("W/") ? tag.strip().substring(2) : tag.strip();
      if (strong.equals("\"" + etag + "\"") || strong.equals("\"" + etag + "-gz\"")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
