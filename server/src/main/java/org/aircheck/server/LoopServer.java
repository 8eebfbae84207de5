package org.aircheck.server;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.server.http.HttpServer;
import org.aircheck.server.http.Traffic;
import org.aircheck.server.playout.LoopRoutes;
import org.aircheck.server.web.Metrics;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Protocol;

/** A running server of looped streams. */
public final class LoopServer implements AutoCloseable {
  private final HttpServer http;
  private final Metrics metrics;

  private LoopServer(HttpServer http, Metrics metrics) {
    this.http = http;
    this.metrics = metrics;
  }

  /**
   * How channels are served.
   *
   * @param host the address to listen on
   * @param port 0 to 65535; 0 for any that is free
   * @param dated whether playlists have dates (EXT-X-PROGRAM-DATE-TIME)
   * @param allowNow whether viewers may say what time it is
   */
  public record Options(String host, int port, boolean dated, boolean allowNow) {}

  /**
   * Starts a server; it answers when this returns.
   *
   * @param problems of the folder, for the page
   * @throws org.aircheck.server.http.CannotListenException when the address can't be had
   */
  public static LoopServer start(
      Options options,
      List<VodChannel> channels,
      List<String> problems,
      Protocols protocols,
      InstantSource clock) {
    final Map<String, ManifestWriter> writers = new LinkedHashMap<>();
    for (Protocol protocol : protocols.all()) {
      protocol.writer().ifPresent(writer -> writers.put(protocol.id(), writer));
    }
    final Traffic traffic = new Traffic();
    final Metrics metrics = new Metrics(traffic);
    final LoopRoutes routes =
        new LoopRoutes(channels, problems, writers, options.dated(), options.allowNow(), metrics);
    routes.rehearse(clock.instant());
    try {
      return new LoopServer(
          HttpServer.start(
              options.host(), options.port(), routes, LoopRoutes::kind, traffic, clock),
          metrics);
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** The port that it listens on. */
  public int port() {
    return http.address().getPort();
  }

  @Override
  public void close() {
    http.close();
    metrics.close();
  }
}
