package org.aircheck.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 server for one channel. Closing it closes all connections. */
public final class HttpServer implements AutoCloseable {
  private static final int IDLE_SECONDS = 60;
  private static final int BACKLOG = 1024;

  private final EventLoopGroup loops;
  private final ExecutorService askers;
  private final OpenFiles files;
  private final Channel listening;
  private final ChannelGroup connections;

  private HttpServer(
      EventLoopGroup loops,
      ExecutorService askers,
      OpenFiles files,
      Channel listening,
      ChannelGroup connections) {
    this.loops = loops;
    this.askers = askers;
    this.files = files;
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any that is free
   * @throws CannotListenException when the address can't be had
   */
  public static HttpServer start(
      String host,
      int port,
      org.aircheck.server.channel.Channel channel,
      Kinds kinds,
      Traffic traffic,
      InstantSource clock) {
    final boolean epoll = Epoll.isAvailable();
    final EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("http", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    final ExecutorService askers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("answer-", 0).factory());
    final OpenFiles files = new OpenFiles();
    final Service service =
        new Service(
            new Answers(channel, kinds, traffic),
            new Sender(clock, files, traffic),
            traffic,
            clock,
            askers);
    // A group that was closed closes what is still accepted: none outlives the server.
    final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    final ChannelFuture bound =
        bootstrap(
                loops,
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class,
                service,
                connections)
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    final HttpServer server = new HttpServer(loops, askers, files, bound.channel(), connections);
    if (!bound.isSuccess()) {
      server.close();
      throw CannotListenException.of(host, port, bound.cause());
    }
    return server;
  }

  private static ServerBootstrap bootstrap(
      EventLoopGroup loops,
      Class<? extends ServerChannel> type,
      Service service,
      ChannelGroup connections) {
    return new ServerBootstrap()
        .group(loops)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel connection) {
                connections.add(connection);
                connection
                    .pipeline()
                    .addLast(new IdleStateHandler(IDLE_SECONDS, 0, 0, TimeUnit.SECONDS))
                    .addLast(new Connection(service));
              }
            });
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    askers.shutdownNow();
    files.close();
  }
}
