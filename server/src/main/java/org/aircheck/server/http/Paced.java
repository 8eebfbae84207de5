package org.aircheck.server.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.aircheck.server.channel.Answer.Pacing;

/** Sends a reply as slowly as the origin did. Used on the connection's event loop only. */
final class Paced {
  private static final long TICK_MILLIS = 20;

  private final ChannelHandlerContext context;
  private final Sender sender;
  private final Reply reply;
  private final Pacing pacing;
  private final Runnable done;
  private long began;
  private long sent;

  /**
   * A reply on its way.
   *
   * @param done called when everything is handed to the network; not when the connection is closed
   *     before
   */
  Paced(ChannelHandlerContext context, Sender sender, Reply reply, Pacing pacing, Runnable done) {
    this.context = context;
    this.sender = sender;
    this.reply = reply;
    this.pacing = pacing;
    this.done = done;
  }

  /** Begins to wait for the first byte's time. */
  void start(boolean keepAlive) {
    after(
        pacing.firstByte().toMillis(),
        () -> {
          began = context.executor().ticker().nanoTime();
          sender.head(context, reply.head(), keepAlive);
          next();
        });
  }

  private void next() {
    final long elapsed = context.executor().ticker().nanoTime() - began;
    final long transfer = pacing.transfer().toNanos();
    final long due =
        elapsed >= transfer
            ? reply.length()
            : (long) ((double) reply.length() * elapsed / transfer);
    if (due > sent && context.channel().isWritable()) {
      sender.body(context, reply, sent, due - sent);
      sent = due;
    }
    context.flush();
    if (sent >= reply.length()) {
      done.run();
    } else {
      after(TICK_MILLIS, this::next);
    }
  }

  private void after(long millis, Runnable task) {
    context
        .executor()
        .schedule(
            () -> {
              if (context.channel().isActive()) {
                task.run();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }
}
