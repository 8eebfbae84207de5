package org.aircheck.engine.fetch;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A call's body, piece by piece and at the pace that is allowed, for direct use and for the JDK's
 * decoders.
 */
final class PieceStream extends InputStream {
  private final Call call;
  private final Throttle throttle;
  private @Nullable ByteBuf current;
  private @Nullable FetchFailure failure;
  private @Nullable InterruptedException interruption;

  PieceStream(Call call, Throttle throttle) {
    this.call = call;
    this.throttle = throttle;
  }

  /** The next piece, which the caller releases; null at the body's end. */
  @Nullable ByteBuf take() throws InterruptedException, FetchFailure {
    final ByteBuf held = current;
    if (held != null) {
      current = null;
      return held;
    }
    final ByteBuf piece = call.next();
    if (piece != null) {
      pay(piece);
    }
    return piece;
  }

  /** Whether there is no body at all; call it before anything is read. */
  boolean isEmpty() throws InterruptedException, FetchFailure {
    if (current == null) {
      current = take();
    }
    return current == null;
  }

  @Override
  public int read() throws IOException {
    final byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    final ByteBuf piece = readable();
    if (piece == null) {
      return -1;
    }
    final int count = Math.min(length, piece.readableBytes());
    piece.readBytes(into, offset, count);
    if (!piece.isReadable()) {
      close();
    }
    return count;
  }

  /** Releases the piece that is held. */
  @Override
  public void close() {
    if (current != null) {
      current.release();
      current = null;
    }
  }

  /** Throws what made a read fail, when that was not the decoder. */
  void rethrow() throws InterruptedException, FetchFailure {
    if (interruption != null) {
      throw interruption;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable ByteBuf readable() throws IOException {
    try {
      while (current == null || !current.isReadable()) {
        close();
        current = take();
        if (current == null) {
          return null;
        }
      }
      return current;
    } catch (FetchFailure e) {
      failure = e;
      throw new IOException(e);
    } catch (InterruptedException e) {
      interruption = e;
      throw new InterruptedIOException();
    }
  }

  private void pay(ByteBuf piece) throws InterruptedException {
    try {
      if (throttle.pay(piece.readableBytes())) {
        call.excuse();
      }
    } catch (InterruptedException e) {
      piece.release();
      throw e;
    }
  }
}
