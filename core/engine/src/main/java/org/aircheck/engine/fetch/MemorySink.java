package org.aircheck.engine.fetch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Keeps a body in memory. */
final class MemorySink implements Sink {
  private static final int FIRST = 4 * 1024;

  /** A length that an origin merely announces is believed up to here. */
  private static final int BELIEVED = 256 * 1024;

  private byte[] bytes;
  private int length;

  MemorySink(long announced) {
    bytes = new byte[(int) (announced < 0 ? FIRST : Math.min(announced, BELIEVED))];
  }

  @Override
  public void write(ByteBuffer more) {
    final int needed = Math.addExact(length, more.remaining());
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
    }
    final int count = more.remaining();
    more.get(bytes, length, count);
    length += count;
  }

  @Override
  public Optional<Received> finish() {
    if (length == 0) {
      return Optional.empty();
    }
    final byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    return Optional.of(
        new Received.InMemory(body, HexFormat.of().formatHex(Sink.sha256().digest(body))));
  }

  @Override
  public void abandon() {
    length = 0;
  }
}
