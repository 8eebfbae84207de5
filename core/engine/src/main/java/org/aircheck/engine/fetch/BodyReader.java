package org.aircheck.engine.fetch;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Brings the body of one answer to where the ask wants it. */
final class BodyReader {
  /** So much of what nobody wants is read to be able to use the connection again. */
  static final int DRAINED = 64 * 1024;

  private static final int WINDOW = 16 * 1024;
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  private final Call call;
  private final Head head;
  private final Ask ask;
  private final PieceStream pieces;

  /** What came in, and what went wrong meanwhile. */
  record Outcome(Optional<Received> body, Optional<String> error) {}

  BodyReader(Call call, Head head, Ask ask, Throttle throttle) {
    this.call = call;
    this.head = head;
    this.ask = ask;
    this.pieces = new PieceStream(call, throttle);
  }

  /** Reads to the end of the body, to the limit, or to where it is cut off. */
  Outcome read() throws InterruptedException {
    final Sink sink =
        ask.into().<Sink>map(FileSink::new).orElseGet(() -> new MemorySink(announced()));
    try (pieces) {
      Optional<String> error = Optional.empty();
      try {
        transfer(new Intake(Part.of(ask.range(), head), limit(), sink));
      } catch (FetchFailure e) {
        error = Optional.of(e.sentence());
      }
      return new Outcome(sink.finish(), error);
    } catch (InterruptedException | RuntimeException e) {
      abandon(sink, e);
      throw e;
    }
  }

  /**
   * Reads a body that nobody wants, so that its connection can be used again; gives up on a long
   * one.
   */
  static void drain(Call call) throws InterruptedException {
    try {
      for (@Nullable ByteBuf piece = call.next(); piece != null; piece = call.next()) {
        piece.release();
        if (call.received() > DRAINED) {
          return;
        }
      }
    } catch (FetchFailure e) {
      // The connection is lost, and nothing else.
    }
  }

  private void transfer(Intake intake) throws InterruptedException, FetchFailure {
    if (pieces.isEmpty()) {
      if (head.hasBody() && head.status() < 300) {
        intake.end();
      }
      return;
    }
    switch (head.coding()) {
      case "" -> plain(intake);
      case "gzip", "x-gzip" -> gzip(intake);
      default ->
          throw new FetchFailure(
              "the body is coded as " + Failures.oneLine(head.coding()) + ", not asked for");
    }
  }

  private void plain(Intake intake) throws InterruptedException, FetchFailure {
    boolean more = true;
    for (@Nullable ByteBuf piece = pieces.take(); piece != null; piece = pieces.take()) {
      try {
        more = more && accept(intake, piece);
      } finally {
        piece.release();
      }
      if (!more && remaining() > DRAINED) {
        return;
      }
    }
    intake.end();
  }

  private static boolean accept(Intake intake, ByteBuf piece)
      throws InterruptedException, FetchFailure {
    if (piece.nioBufferCount() == 1) {
      return intake.accept(piece.internalNioBuffer(piece.readerIndex(), piece.readableBytes()));
    }
    boolean more = true;
    for (ByteBuffer buffer : piece.nioBuffers()) {
      more = more && intake.accept(buffer);
    }
    return more;
  }

  private void gzip(Intake intake) throws InterruptedException, FetchFailure {
    final byte[] window = new byte[WINDOW];
    try (InputStream in = new GZIPInputStream(pieces, WINDOW)) {
      for (int count = in.read(window); count >= 0; count = in.read(window)) {
        if (!intake.accept(ByteBuffer.wrap(window, 0, count))) {
          return;
        }
      }
    } catch (IOException e) {
      pieces.rethrow();
      throw new FetchFailure("the body's gzip coding is damaged");
    }
    intake.end();
    // What follows the coded body means nothing, but that the connection can be used again behind
    // it.
    final long decoded = call.received();
    for (@Nullable ByteBuf rest = pieces.take(); rest != null; rest = pieces.take()) {
      rest.release();
      if (call.received() - decoded > DRAINED) {
        return;
      }
    }
  }

  private long remaining() {
    return head.contentLength().orElse(Long.MAX_VALUE) - call.received();
  }

  private long announced() {
    return head.coding().isEmpty() && ask.range().isEmpty() ? head.contentLength().orElse(-1) : -1;
  }

  private long limit() {
    return ask.into().isPresent() ? ask.limit() : Math.min(ask.limit(), LARGEST_ARRAY);
  }

  private static void abandon(Sink sink, Exception reason) {
    try {
      sink.abandon();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
