package org.aircheck.smooth;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A manifest's bytes as letters, so that those which nobody changes become the same bytes again.
 * Encoders write UTF-8 and, older ones, UTF-16.
 *
 * @param charset UTF-16 as its mark says; else one in which each byte is a letter
 */
record Text(String letters, Charset charset) {

  static Text of(byte[] bytes) {
    final int mark = bytes.length > 1 ? (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF : 0;
    final Charset charset =
        mark == 0xFFFE
            ? StandardCharsets.UTF_16LE
            : mark == 0xFEFF ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1;
    final String letters = new String(bytes, charset);
    // Half a letter at the end, or a broken pair, can't be written as it was.
    return Arrays.equals(letters.getBytes(charset), bytes)
        ? new Text(letters, charset)
        : new Text(new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }

  /** The text to read: without a mark, and in UTF-8 unless it is UTF-16. */
  String readable() {
    final String text = readable(letters);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** What some of the letters say. */
  String readable(String piece) {
    return charset == StandardCharsets.ISO_8859_1
        ? new String(piece.getBytes(charset), StandardCharsets.UTF_8)
        : piece;
  }

  /** The letters that say a text. */
  String written(String text) {
    return charset == StandardCharsets.ISO_8859_1
        ? new String(text.getBytes(StandardCharsets.UTF_8), charset)
        : text;
  }

  /** The readable text's beginning. */
  String head(int most) {
    return new Text(letters.substring(0, Math.min(most, letters.length())), charset).readable();
  }

  byte[] bytes(String changed) {
    return changed.getBytes(charset);
  }
}
