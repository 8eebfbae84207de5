package org.aircheck.server.http;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of a resource that a Range header asks for (RFC 9110 section 14.2). */
sealed interface Wanted {
  /** One range; several are answered with the whole, as the section allows. */
  Pattern RANGE =
      Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

  /** Everything: there is no header, or none that this server heeds. */
  record All() implements Wanted {}

  /** From a byte to a byte, both included; {@link Long#MAX_VALUE} for the end. */
  record Part(long first, long last) implements Wanted {}

  /** As many bytes at the end. */
  record Suffix(long length) implements Wanted {}

  /** Reads a header's value; null when there is none. */
  static Wanted of(@Nullable String header) {
    if (header == null) {
      return new All();
    }
    final Matcher matcher = RANGE.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new All();
    }
    if (matcher.group(1).isEmpty()) {
      return new Suffix(Long.parseLong(matcher.group(2)));
    }
    final long first = Long.parseLong(matcher.group(1));
    final long last =
        matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    return last < first ? new All() : new Part(first, last);
  }

  /** Where it begins, when that is known without the resource's length. */
  default OptionalLong firstByte() {
    return this instanceof Part part ? OptionalLong.of(part.first()) : OptionalLong.empty();
  }
}
