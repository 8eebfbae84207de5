package org.aircheck.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that are not understood yet. Used by the connection's event loop only.
 */
final class Inbox {
  /** The most that is taken before reading stops. */
  static final int LIMIT = 64 * 1024;

  private byte[] bytes = new byte[1024];
  private int start;
  private int end;

  /** Takes over what was read; the buffer stays the caller's. */
  void add(ByteBuf read) {
    final int more = read.readableBytes();
    if (end + more > bytes.length) {
      final int held = end - start;
      final byte[] roomier =
          held + more > bytes.length ? new byte[Math.max(bytes.length * 2, held + more)] : bytes;
      System.arraycopy(bytes, start, roomier, 0, held);
      bytes = roomier;
      start = 0;
      end = held;
    }
    read.readBytes(bytes, end, more);
    end += more;
  }

  int size() {
    return end - start;
  }

  boolean isEmpty() {
    return start == end;
  }

  /** The next request; null as long as its head is not complete. */
  @Nullable Incoming next() throws BadRequestException {
    final RequestReader reader = new RequestReader(bytes, start, end);
    final @Nullable Incoming request = reader.read();
    if (request != null) {
      start = reader.position();
      if (start == end) {
        start = 0;
        end = 0;
        bytes = bytes.length > 8192 ? Arrays.copyOf(bytes, 1024) : bytes;
      }
    }
    return request;
  }
}
