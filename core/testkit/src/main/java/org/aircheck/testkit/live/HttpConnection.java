package org.aircheck.testkit.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.time.Pacer;

/**
 * One client's connection: HTTP/1.1 with keep-alive, delivered as badly as the replies say. Runs in
 * its own thread.
 */
final class HttpConnection {
  private static final int PIECES = 20;

  private final Socket socket;
  private final Desk desk;
  private final InstantSource clock;
  private final Pacer pacer;

  HttpConnection(Socket socket, Desk desk, InstantSource clock, Pacer pacer) {
    this.socket = socket;
    this.desk = desk;
    this.clock = clock;
    this.pacer = pacer;
  }

  /** Answers requests until either side closes. */
  void serve() throws IOException, InterruptedException {
    socket.setTcpNoDelay(true);
    final InputStream in = new BufferedInputStream(socket.getInputStream());
    final OutputStream out = socket.getOutputStream();
    boolean open = true;
    while (open) {
      final Optional<RequestHead> head = RequestHead.read(in);
      open = head.isPresent() && answer(head.get(), out);
    }
  }

  /** Returns whether the connection can go on. */
  private boolean answer(RequestHead head, OutputStream out)
      throws IOException, InterruptedException {
    if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
      out.write(head(Reply.status(405, "GET and HEAD only"), false));
      return false;
    }
    final Reply reply =
        desk.answer(
            head.header("host").orElse(""),
            head.target(),
            head.header("if-none-match"),
            head.range());
    if (reply.delivery() instanceof Delivery.Hangup) {
      return false;
    }
    final byte[] top = head(reply, head.keepAlive());
    if (head.method().equals("HEAD") || reply.body().length == 0) {
      out.write(top);
      return head.keepAlive();
    }
    return deliver(reply, top, out) && head.keepAlive();
  }

  private boolean deliver(Reply reply, byte[] top, OutputStream out)
      throws IOException, InterruptedException {
    final byte[] body = reply.body();
    return switch (reply.delivery()) {
      case Delivery.Whole() -> {
        out.write(top);
        out.write(body);
        yield true;
      }
      case Delivery.Cut(int after) -> {
        out.write(top);
        out.write(body, 0, Math.min(after, body.length));
        yield after >= body.length;
      }
      case Delivery.Reset(int after) -> {
        out.write(top);
        out.write(body, 0, Math.min(after, body.length));
        socket.setSoLinger(true, 0);
        yield false;
      }
      case Delivery.Hangup() -> false;
      case Delivery.Slow(Duration over) -> {
        out.write(top);
        trickle(body, over, out);
        yield true;
      }
      case Delivery.Stall(int after, Duration pause) -> {
        final int first = Math.min(after, body.length);
        out.write(top);
        out.write(body, 0, first);
        pacer.sleepUntil(clock.instant().plus(pause));
        out.write(body, first, body.length - first);
        yield true;
      }
    };
  }

  private void trickle(byte[] body, Duration over, OutputStream out)
      throws IOException, InterruptedException {
    final Instant begin = clock.instant();
    int sent = 0;
    for (int piece = 1; piece <= PIECES; piece++) {
      final int end = (int) ((long) body.length * piece / PIECES);
      out.write(body, sent, end - sent);
      sent = end;
      pacer.sleepUntil(begin.plus(over.multipliedBy(piece).dividedBy(PIECES)));
    }
  }

  private byte[] head(Reply reply, boolean keepAlive) {
    final StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(reply.status()).append(" Status\r\n");
    head.append("Date: ").append(HttpDate.text(clock.instant())).append("\r\n");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (reply.status() != 304) {
      head.append("Content-Length: ").append(reply.body().length).append("\r\n");
    }
    head.append("Connection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
