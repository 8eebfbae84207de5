package org.aircheck.server;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.server.http.HttpServer;
import org.aircheck.server.http.Traffic;
import org.aircheck.server.replay.Mount;
import org.aircheck.server.replay.ReplayChannel;
import org.aircheck.server.web.Metrics;
import org.aircheck.server.web.Replayed;
import org.aircheck.server.web.Routes;
import org.aircheck.server.web.Sessions;
import org.aircheck.server.web.Settings;
import org.aircheck.spi.Protocol;

/** A running server that replays recordings. Close it before the sessions that it was given. */
public final class ReplayServer implements AutoCloseable {
  private final HttpServer http;
  private final Metrics metrics;

  private ReplayServer(HttpServer http, Metrics metrics) {
    this.http = http;
    this.metrics = metrics;
  }

  /**
   * Starts a server for one session. See {@link #start(ReplayOptions, Map, Protocols,
   * InstantSource)}.
   */
  public static ReplayServer start(
      ReplayOptions options, SessionReader session, Protocols protocols, InstantSource clock) {
    return start(options, Map.of(session.info().name(), session), protocols, clock);
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @param sessions by name; they stay the caller's to close
   * @param protocols to re-address manifests with; a session whose protocol is not among them is
   *     served as it is
   * @throws org.aircheck.server.http.CannotListenException when the address can't be had
   */
  public static ReplayServer start(
      ReplayOptions options,
      Map<String, ? extends SessionReader> sessions,
      Protocols protocols,
      InstantSource clock) {
    final Map<String, Replayed> replayed = new LinkedHashMap<>();
    sessions.forEach(
        (name, session) -> replayed.put(name, replayed(name, session, protocols, options)));
    final Optional<Instant> since =
        options.shared() ? Optional.of(clock.instant()) : Optional.empty();
    final Settings settings =
        new Settings(
            options.offset(),
            options.speed(),
            since,
            options.loop(),
            options.fidelity(),
            protocols);
    final Traffic traffic = new Traffic();
    final Metrics metrics = new Metrics(traffic);
    final Routes routes = Routes.of(new Sessions(replayed), settings, metrics);
    try {
      return new ReplayServer(
          HttpServer.start(options.host(), options.port(), routes, routes::kind, traffic, clock),
          metrics);
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
  }

  private static Replayed replayed(
      String name, SessionReader session, Protocols protocols, ReplayOptions options) {
    final Timeline timeline = new Timeline(session);
    final Optional<Protocol> protocol = session.info().protocol().flatMap(protocols::named);
    return new Replayed(
        session,
        timeline,
        new ReplayChannel(
            session,
            timeline,
            protocol,
            options.fidelity(),
            new Mount(Routes.mount(name), options.times()),
            options.loop()));
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
