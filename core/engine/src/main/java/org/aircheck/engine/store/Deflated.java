package org.aircheck.engine.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Bodies inside the database, as zlib streams. */
final class Deflated {
  private Deflated() {}

  static byte[] deflate(byte[] bytes) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  /**
   * The bytes again.
   *
   * @param length what the row says; a stream that gives more is damaged or a bomb
   * @throws IOException when the stream is damaged
   */
  static byte[] inflate(byte[] deflated, long length) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      final byte[] bytes = in.readNBytes(Math.toIntExact(length));
      if (bytes.length != length || in.read() >= 0) {
        throw new IOException("not the " + length + " bytes that were received");
      }
      return bytes;
    }
  }
}
