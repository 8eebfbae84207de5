package org.aircheck.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests, answers them one after the other in their order.
 *
 * <p>An answer that is known is written at once, on the event loop; for another one a virtual
 * thread asks the channel, and the connection's next request waits. Used on the connection's event
 * loop only.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** How long the head of a request may take, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  private static final Prepared.Fixed NOT_ALLOWED =
      Preparation.status(
          405,
          "only GET, HEAD and OPTIONS are answered here",
          Map.of("allow", "GET, HEAD, OPTIONS"));

  private final Service service;
  private final Inbox inbox = new Inbox();
  private boolean busy;
  private boolean closing;
  private boolean wrote;
  private long headBegan;
  private long progressBefore;

  Connection(Service service) {
    this.service = service;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    service.traffic().opened();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    service.traffic().closed();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!closing) {
        inbox.add((ByteBuf) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
    if (inbox.size() > Inbox.LIMIT) {
      context.channel().config().setAutoRead(false);
    }
    answerAll(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush(context);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    answerAll(context);
    flush(context);
  }

  private void answerAll(ChannelHandlerContext context) {
    try {
      while (!busy && !closing && !inbox.isEmpty() && context.channel().isWritable()) {
        final @Nullable Incoming request = inbox.next();
        if (request == null) {
          waitForHead(context);
          return;
        }
        headBegan = 0;
        answer(context, request);
      }
    } catch (BadRequestException e) {
      reply(context, "error", Preparation.status(e.status(), e.line(), Map.of()));
    }
    if (!context.channel().config().isAutoRead() && inbox.size() <= Inbox.LIMIT) {
      context.channel().config().setAutoRead(true);
    }
  }

  /** Whoever sends a head byte by byte only wants to keep us waiting. */
  private void waitForHead(ChannelHandlerContext context) throws BadRequestException {
    final long now = context.executor().ticker().nanoTime();
    if (headBegan == 0) {
      headBegan = now;
    } else if (now - headBegan > PATIENCE) {
      throw new BadRequestException(408, "the request took too long");
    }
  }

  private void answer(ChannelHandlerContext context, Incoming request) {
    switch (request.method()) {
      case OPTIONS -> write(context, request, "preflight", Preflight.reply(request));
      case OTHER ->
          write(context, request, "error", Reply.of(NOT_ALLOWED.head(), NOT_ALLOWED.body()));
      case GET, HEAD -> look(context, request);
    }
  }

  private void look(ChannelHandlerContext context, Incoming request) {
    final OptionalLong firstByte =
        request.range() == null ? OptionalLong.empty() : Wanted.of(request.range()).firstByte();
    final @Nullable Prepared known =
        service.answers().known(request.target(), firstByte, service.clock().instant());
    if (known != null) {
      send(context, request, known);
      return;
    }
    busy = true;
    try {
      service.askers().execute(() -> ask(context, request, firstByte));
    } catch (RejectedExecutionException serverIsClosing) {
      context.close();
    }
  }

  /** On a virtual thread. */
  private void ask(ChannelHandlerContext context, Incoming request, OptionalLong firstByte) {
    final Instant now = service.clock().instant();
    final Prepared prepared = service.answers().ask(request.target(), firstByte, now);
    context
        .executor()
        .execute(() -> {
          busy = false;
          if (context.channel().isActive()) {
            send(context, request, prepared);
            goOn(context);
          }
        });
  }

  private void send(ChannelHandlerContext context, Incoming request, Prepared prepared) {
    if (prepared.form() instanceof Prepared.Disconnect) {
      service.traffic().counter(prepared.kind(), 0).increment();
      closing = true;
      flush(context);
      context.close();
      return;
    }
    final Reply reply = Reply.to(request, prepared.form());
    if (prepared.pacing().isEmpty()) {
      write(context, request, prepared.kind(), reply);
      return;
    }
    busy = true;
    service.traffic().counter(prepared.kind(), reply.head().status()).increment();
    new Paced(
            context,
            service.sender(),
            reply,
            prepared.pacing().get(),
            () -> paced(context, request))
        .start(request.keepAlive());
  }

  private void paced(ChannelHandlerContext context, Incoming request) {
    busy = false;
    if (!request.keepAlive()) {
      closeWhenSent(context);
    }
    goOn(context);
  }

  private void write(ChannelHandlerContext context, Incoming request, String kind, Reply reply) {
    try {
      service.sender().whole(context, reply, request.keepAlive());
      service.traffic().counter(kind, reply.head().status()).increment();
      wrote = true;
    } catch (UncheckedIOException e) {
      reply(
          context, "error", Preparation.status(500, "the recorded file can't be opened", Map.of()));
      return;
    }
    if (!request.keepAlive()) {
      closeWhenSent(context);
    }
  }

  /** Answers with a line and closes. */
  private void reply(ChannelHandlerContext context, String kind, Prepared.Fixed fixed) {
    service.sender().whole(context, Reply.of(fixed.head(), fixed.body()), false);
    service.traffic().counter(kind, fixed.head().status()).increment();
    closeWhenSent(context);
  }

  private void closeWhenSent(ChannelHandlerContext context) {
    closing = true;
    wrote = false;
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void goOn(ChannelHandlerContext context) {
    answerAll(context);
    flush(context);
  }

  private void flush(ChannelHandlerContext context) {
    if (wrote) {
      wrote = false;
      context.flush();
    }
  }

  /** Nothing came for a while: fine as long as something goes. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent
        && !busy
        && !progresses(context.channel().unsafe().outboundBuffer())) {
      context.close();
    }
  }

  private boolean progresses(@Nullable ChannelOutboundBuffer out) {
    if (out == null || out.isEmpty()) {
      return false;
    }
    final long progress = System.identityHashCode(out.current()) * 31L + out.currentProgress();
    final boolean moved = progress != progressBefore;
    progressBefore = progress;
    return moved;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
