package org.aircheck.engine.fetch;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Set-Cookie header (RFC 6265, section 5.2). Pure. */
final class SetCookie {
  private static final int LONGEST = 8_192;
  private static final Duration LONGEST_AGE = Duration.ofDays(400);
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final Pattern TIME = Pattern.compile("\\b(\\d{1,2}):(\\d{2}):(\\d{2})\\b");
  private static final Pattern DATE =
      Pattern.compile("(?i)\\b(\\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\\d{2,4})\\b");

  private final Instant now;
  private final String host;
  private String domain;
  private boolean hostOnly = true;
  private String path;
  private boolean secure;
  private boolean aged;
  private Instant expires = Instant.MAX;

  private SetCookie(URI from, Instant now) {
    this.now = now;
    this.host = Cookie.host(from);
    this.domain = host;
    this.path = defaultPath(from);
  }

  /**
   * The cookie that a header sets.
   *
   * @return empty when it is no cookie, or one for a host that is not the sender's to set
   */
  static Optional<Cookie> parse(String header, URI from, Instant now) {
    final String[] parts = header.split(";", -1);
    final int equals = parts[0].indexOf('=');
    if (equals < 0
        || header.length() > LONGEST
        || header.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      return Optional.empty();
    }
    final String name = parts[0].substring(0, equals).strip();
    final String value = parts[0].substring(equals + 1).strip();
    final SetCookie read = new SetCookie(from, now);
    for (int i = 1; i < parts.length; i++) {
      read.attribute(parts[i]);
    }
    if (name.isEmpty() || !read.mayBeSet()) {
      return Optional.empty();
    }
    return Optional.of(
        new Cookie(name, value, read.domain, read.hostOnly, read.path, read.secure, read.expires));
  }

  private void attribute(String text) {
    final int equals = text.indexOf('=');
    final String name =
        (equals < 0 ? text : text.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    final String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    switch (name) {
      case "domain" -> domain(value.toLowerCase(Locale.ROOT));
      case "path" -> path = value.startsWith("/") ? value : path;
      case "secure" -> secure = true;
      case "max-age" -> maxAge(value);
      case "expires" -> {
        if (!aged) {
          expires = date(value).orElse(expires);
        }
      }
      default -> {} // HttpOnly and SameSite mean nothing to a recorder.
    }
  }

  private void domain(String value) {
    final String bare = value.startsWith(".") ? value.substring(1) : value;
    if (!bare.isEmpty()) {
      hostOnly = false;
      domain = bare;
    }
  }

  /** There is no list of public suffixes here: a domain of one label is taken for one. */
  private boolean mayBeSet() {
    if (domain.equals(host)) {
      return !host.isEmpty();
    }
    return Cookie.isBelow(host, domain) && domain.contains(".");
  }

  private void maxAge(String value) {
    if (value.matches("-?\\d{1,18}")) {
      final long seconds = Math.min(Long.parseLong(value), LONGEST_AGE.toSeconds());
      aged = true;
      expires = seconds <= 0 ? Instant.MIN : now.plusSeconds(seconds);
    }
  }

  /**
   * The dates of RFC 6265, section 5.1.1, in any of the usual orders that put the day before the
   * month.
   */
  private static Optional<Instant> date(String text) {
    final Matcher time = TIME.matcher(text);
    final Matcher date = DATE.matcher(text);
    if (!time.find() || !date.find()) {
      return Optional.empty();
    }
    final int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)) / 3 + 1;
    final int written = Integer.parseInt(date.group(3));
    final int year = written >= 100 ? written : written + (written < 70 ? 2000 : 1900);
    try {
      return Optional.of(
          LocalDateTime.of(
                  year, month, number(date, 1), number(time, 1), number(time, 2), number(time, 3))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static String defaultPath(URI from) {
    final String path = from.getRawPath() == null ? "" : from.getRawPath();
    final int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
