package org.aircheck.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;
import org.aircheck.spi.Protocol;

/** Serves a session until the user ends it. */
final class Replays {
  private Replays() {}

  static int run(Sessions sessions, String session, ReplayOptions options, PrintWriter out)
      throws Exception {
    final CountDownLatch asked = new CountDownLatch(1);
    try (PluginHost plugins = Plugins.load();
        SessionReader reader = playable(sessions.read(session), options, plugins);
        ReplayServer server =
            ReplayServer.start(options, reader, plugins.protocols(), InstantSource.system());
        Interrupts ignored = new Interrupts(count -> asked.countDown())) {
      final String address = "http://" + options.host() + ":" + server.port();
      out.println("replaying " + session + " (Ctrl+C ends it)");
      out.println("  page    " + address + "/");
      out.println("  player  " + address + "/stream." + extension(reader, plugins));
      out.flush();
      asked.await();
    }
    return Failures.OK;
  }

  /** A session that can be replayed so, with what is installed. */
  private static SessionReader playable(
      SessionReader reader, ReplayOptions options, PluginHost plugins) throws CommandException {
    final Optional<String> recorded = reader.info().protocol();
    final Optional<Protocol> protocol = recorded.flatMap(plugins.protocols()::named);
    if (recorded.isPresent() && protocol.isEmpty()) {
      reader.close();
      throw new CommandException(
          "the session was recorded with the protocol \""
              + recorded.get()
              + "\", whose plugin is not in use ('aircheck plugins list' shows all)");
    }
    if (options.loop() && protocol.filter(p -> !loops(p)).isPresent()) {
      reader.close();
      throw new CommandException(
          "a session of the protocol \""
              + recorded.orElse("")
              + "\" can't be replayed with --loop: leave it out");
    }
    return reader;
  }

  /** Only playlists of one track each are written anew. */
  private static boolean loops(Protocol protocol) {
    return protocol.writer().isPresent() && !protocol.id().equals("dash");
  }

  private static String extension(SessionReader reader, PluginHost plugins) {
    return reader
        .info()
        .protocol()
        .flatMap(plugins.protocols()::named)
        .map(Protocol::extension)
        .orElse("m3u8");
  }
}
