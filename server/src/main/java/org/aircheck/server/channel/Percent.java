package org.aircheck.server.channel;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding (RFC 3986 section 2.1) of UTF-8. */
public final class Percent {
  private Percent() {}

  /** A name as one segment of a path. */
  public static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Decodes every escape, strictly; a plus sign stays one. Empty when an escape is none or the
   * bytes are not UTF-8.
   */
  public static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    final ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      final int value = i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
      if (value < 0) {
        return Optional.empty();
      }
      decoded.write(value);
      i += 2;
    }
    return utf8(decoded.toByteArray());
  }

  /**
   * Decodes the escapes of what is not ASCII and leaves the others. Empty when there is none, or it
   * is not UTF-8.
   */
  public static Optional<String> decodeNonAscii(String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    final ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    boolean any = false;
    for (int i = 0; i < bytes.length; i++) {
      final int value =
          bytes[i] == '%' && i + 2 < bytes.length ? octet(bytes[i + 1], bytes[i + 2]) : -1;
      if (value >= 0x80) {
        decoded.write(value);
        any = true;
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return any ? utf8(decoded.toByteArray()) : Optional.empty();
  }

  private static int octet(byte high, byte low) {
    final int h = Character.digit(high, 16);
    final int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h * 16 + l;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
