package org.aircheck.server.http;

import java.nio.charset.StandardCharsets;
import org.aircheck.server.http.Incoming.Conditions;
import org.aircheck.server.http.Incoming.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request's head (RFC 9112 sections 2 to 5), strictly: what could be understood in two
 * ways is refused.
 *
 * <p>Requests with a body are none of this server's: they are marked as the connection's last, so
 * that nobody takes the body for a request.
 */
final class RequestReader {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LONGEST_HEAD = 32 * 1024;
  private static final int MOST_HEADERS = 100;

  private final byte[] bytes;
  private final int end;
  private int position;

  private boolean host;
  private boolean body;
  private boolean keepAlive;
  private boolean closes;
  private boolean gzip;
  private boolean privateNetwork;
  private @Nullable String range;
  private @Nullable String noneMatch;
  private @Nullable String modifiedSince;
  private @Nullable String ifRange;

  RequestReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Behind the head that was read. */
  int position() {
    return position;
  }

  /** The request; null when more bytes are needed. */
  @Nullable Incoming read() throws BadRequestException {
    while (position < end && (bytes[position] == '\r' || bytes[position] == '\n')) {
      position++;
    }
    final int start = position;
    final int lineEnd = lineEnd(start);
    if (lineEnd < 0) {
      return tooLong(end - start, LONGEST_LINE, 414, "the request line is too long");
    }
    int from = lineEnd + 1;
    for (int headers = 0; ; headers++) {
      final int to = lineEnd(from);
      if (to < 0 || headers > MOST_HEADERS) {
        final int size = headers > MOST_HEADERS ? Integer.MAX_VALUE : end - start;
        return tooLong(size, LONGEST_HEAD, 431, "the request's headers are too large");
      }
      final int trimmed = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
      if (trimmed == from) {
        position = to + 1;
        return request(start, lineEnd);
      }
      header(from, trimmed);
      from = to + 1;
    }
  }

  private static @Nullable Incoming tooLong(int size, int limit, int status, String message)
      throws BadRequestException {
    if (size > limit) {
      throw new BadRequestException(status, message);
    }
    return null;
  }

  private Incoming request(int start, int lineEnd) throws BadRequestException {
    final int to = bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    final int first = indexOf(' ', start, to);
    final int second = first < 0 ? -1 : indexOf(' ', first + 1, to);
    final boolean http11 = second > 0 && matches(second + 1, to, "http/1.1");
    final boolean http10 = second > 0 && matches(second + 1, to, "http/1.0");
    if (!http11 && !http10) {
      throw new BadRequestException(second > 0 ? 505 : 400, "this server speaks HTTP/1.1");
    }
    if (http11 && !host) {
      throw new BadRequestException(400, "the Host header is missing");
    }
    final boolean stays = !body && (http11 ? !closes : keepAlive);
    final Conditions conditions =
        noneMatch == null && modifiedSince == null && ifRange == null
            ? Conditions.NONE
            : new Conditions(noneMatch, modifiedSince, ifRange);
    return new Incoming(
        method(start, first),
        target(first + 1, second),
        stays,
        gzip,
        privateNetwork,
        range,
        conditions);
  }

  private Method method(int from, int to) {
    if (is(from, to, "GET")) {
      return Method.GET;
    }
    if (is(from, to, "HEAD")) {
      return Method.HEAD;
    }
    return is(from, to, "OPTIONS") ? Method.OPTIONS : Method.OTHER;
  }

  private String target(int from, int to) throws BadRequestException {
    for (int i = from; i < to; i++) {
      if ((bytes[i] >= 0 && bytes[i] <= 0x20) || bytes[i] == 0x7f) {
        throw new BadRequestException(400, "the request's target has control characters");
      }
    }
    int at = from;
    if (at < to && bytes[at] != '/') {
      // absolute-form, which a client sends to a proxy (RFC 9112 section 3.2.2)
      final int authority = indexOf(':', at, to);
      final int slash = authority < 0 ? -1 : indexOf('/', Math.min(to, authority + 3), to);
      if (slash < 0) {
        return "";
      }
      at = slash;
    }
    return at < to ? text(at + 1, to) : "";
  }

  private void header(int from, int to) throws BadRequestException {
    final int colon = indexOf(':', from, to);
    if (colon <= from || bytes[from] == ' ' || bytes[from] == '\t' || bytes[colon - 1] == ' ') {
      throw new BadRequestException(400, "a header is malformed");
    }
    switch (colon - from) {
      case 4 -> host |= matches(from, colon, "host");
      case 5 -> range = matches(from, colon, "range") ? value(colon, to) : range;
      case 8 -> ifRange = matches(from, colon, "if-range") ? value(colon, to) : ifRange;
      case 10 -> connection(from, colon, to);
      case 13 -> noneMatch = matches(from, colon, "if-none-match") ? value(colon, to) : noneMatch;
      case 14 -> body |= matches(from, colon, "content-length") && !value(colon, to).equals("0");
      case 15 ->
          gzip |= matches(from, colon, "accept-encoding") && AcceptEncoding.gzip(value(colon, to));
      case 17 -> seventeen(from, colon, to);
      case 38 -> privateNetwork |= matches(from, colon, "access-control-request-private-network");
      default -> {}
    }
  }

  private void seventeen(int from, int colon, int to) {
    body |= matches(from, colon, "transfer-encoding");
    if (matches(from, colon, "if-modified-since")) {
      modifiedSince = value(colon, to);
    }
  }

  private void connection(int from, int colon, int to) {
    if (matches(from, colon, "connection")) {
      final String value = value(colon, to);
      closes |= value.equalsIgnoreCase("close");
      keepAlive |= value.equalsIgnoreCase("keep-alive");
    }
  }

  private String value(int colon, int to) {
    return text(colon + 1, to).strip();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private int lineEnd(int from) {
    return indexOf('\n', from, end);
  }

  private int indexOf(char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private boolean is(int from, int to, String exact) {
    if (to - from != exact.length()) {
      return false;
    }
    for (int i = 0; i < exact.length(); i++) {
      if (bytes[from + i] != exact.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Compares without regard to case; the pattern is in lower case. */
  private boolean matches(int from, int to, String lower) {
    if (to - from != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      final int b = bytes[from + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
