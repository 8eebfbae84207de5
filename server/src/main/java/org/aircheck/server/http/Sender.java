package org.aircheck.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Instant;
import java.time.InstantSource;

/** Writes replies to connections; flushing is the caller's. Thread-safe. */
final class Sender {
  private final InstantSource clock;

  private final DateLine date = new DateLine();
  private final OpenFiles files;
  private final Traffic traffic;

  Sender(InstantSource clock, OpenFiles files, Traffic traffic) {
    this.clock = clock;
    this.files = files;
    this.traffic = traffic;
  }

  /**
   * Writes a whole reply.
   *
   * @throws java.io.UncheckedIOException when its file can't be opened; then nothing was written
   */
  void whole(ChannelHandlerContext context, Reply reply, boolean keepAlive) {
    if (reply.file() != null && reply.length() > 0) {
      final OpenFile file = files.hold(reply.file());
      cork(context.channel(), true);
      head(context, reply.head(), keepAlive);
      context
          .write(file.region(reply.from(), reply.length(), traffic))
          .addListener(sent -> cork(context.channel(), false));
      return;
    }
    final int length = (int) reply.length();
    final ByteBuf out = context.alloc().directBuffer(reply.head().size() + length);
    final Instant now = clock.instant();
    reply.head().write(out, now, date.at(now), keepAlive);
    if (reply.text() != null) {
      out.writeBytes(reply.text(), (int) reply.from(), length);
    }
    write(context, out);
  }

  /**
   * Lets a head wait for the file behind it, so that both travel in one packet: a head of its own
   * would wake the client twice (tcp(7), TCP_CORK).
   */
  private static void cork(Channel channel, boolean held) {
    if (channel instanceof EpollSocketChannel socket && socket.isOpen()) {
      socket.config().setTcpCork(held);
    }
  }

  /** Writes a head alone. */
  void head(ChannelHandlerContext context, Head head, boolean keepAlive) {
    final ByteBuf out = context.alloc().directBuffer(head.size());
    final Instant now = clock.instant();
    head.write(out, now, date.at(now), keepAlive);
    write(context, out);
  }

  /**
   * Writes some bytes of a reply's body.
   *
   * @param from counted from the first byte that the reply sends
   */
  void body(ChannelHandlerContext context, Reply reply, long from, long length) {
    final long position = reply.from() + from;
    if (reply.file() != null) {
      context.write(
          files.hold(reply.file()).region(position, length, traffic), context.voidPromise());
    } else if (reply.text() != null) {
      write(
          context,
          context
              .alloc()
              .directBuffer((int) length)
              .writeBytes(reply.text(), (int) position, (int) length));
    }
  }

  private void write(ChannelHandlerContext context, ByteBuf out) {
    traffic.sent(out.readableBytes());
    context.write(out, context.voidPromise());
  }
}
