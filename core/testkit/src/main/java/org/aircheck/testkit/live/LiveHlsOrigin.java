package org.aircheck.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aircheck.engine.time.Pacer;
import org.aircheck.engine.time.SystemPacer;

/**
 * An HTTP origin on a port of 127.0.0.1 that serves a synthetic live channel over real sockets,
 * with faults down to cut and reset connections. The channel starts when the origin is made.
 * Thread-safe; one virtual thread per connection.
 */
public final class LiveHlsOrigin implements AutoCloseable {
  private static final int LOGGED = 200_000;

  private final ServerSocket server;
  private final ChannelModel model;
  private final Desk desk;
  private final InstantSource clock;
  private final Pacer pacer;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private LiveHlsOrigin(ServerSocket server, ChannelModel model, Desk desk, InstantSource clock) {
    this.server = server;
    this.model = model;
    this.desk = desk;
    this.clock = clock;
    this.pacer = new SystemPacer(clock);
  }

  /** Starts a scenario's channel now, on a free port. */
  public static LiveHlsOrigin start(Scenario scenario, InstantSource clock) {
    return start(scenario.channel(), scenario.faults(), clock);
  }

  /**
   * Starts a channel now, on a free port.
   *
   * @param faults what goes wrong, the client's nearest first
   * @param clock runs at the speed of real time
   */
  public static LiveHlsOrigin start(LiveChannel channel, List<Fault> faults, InstantSource clock) {
    final Instant start = clock.instant();
    final ChannelModel model = new ChannelModel(channel, start);
    return listen(0, model, new Desk(Fault.around(model, faults), start, clock, LOGGED), clock);
  }

  /** Serves any site; {@code model} is what {@link #model()} returns. */
  static LiveHlsOrigin listen(int port, ChannelModel model, Desk desk, InstantSource clock) {
    try {
      final ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1024);
      final LiveHlsOrigin origin = new LiveHlsOrigin(server, model, desk, clock);
      Thread.ofVirtual().name("origin").start(origin::accept);
      return origin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        final Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().name("origin connection").start(() -> serve(socket));
        if (server.isClosed()) {
          socket.close();
        }
      }
    } catch (IOException e) {
      // Closed: the only way out.
      sockets.forEach(LiveHlsOrigin::close);
    }
  }

  private void serve(Socket socket) {
    try {
      new HttpConnection(socket, desk, clock, pacer).serve();
    } catch (IOException | InterruptedException e) {
      // The client has gone, as clients do; or talks something else than HTTP. It sees the
      // connection close.
    } finally {
      sockets.remove(socket);
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of the multivariant playlist. */
  public URI uri() {
    return uri(ChannelModel.MASTER);
  }

  /** The address of a path, which begins with a slash. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The TCP port. */
  public int port() {
    return server.getLocalPort();
  }

  /** What it serves when nothing goes wrong. */
  public ChannelModel model() {
    return model;
  }

  /** A segment as served; see {@link ChannelModel#bytesOf}. */
  public byte[] bytesOf(String variant, int epoch, int sequence) {
    return model.bytesOf(variant, epoch, sequence);
  }

  /** The time since the channel's start. */
  public Duration elapsed() {
    return Duration.between(model.start(), clock.instant());
  }

  /** The requests so far, oldest first; of a very long run only the last 200,000. */
  public List<Seen> requests() {
    return desk.log();
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(LiveHlsOrigin::close);
  }
}
