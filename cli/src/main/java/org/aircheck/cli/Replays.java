package org.aircheck.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;
import org.aircheck.server.ReplayOptions;
import org.aircheck.server.ReplayServer;

/** Serves a session until the user ends it. */
final class Replays {
  private Replays() {}

  static int run(Sessions sessions, String session, ReplayOptions options, PrintWriter out)
      throws Exception {
    final CountDownLatch asked = new CountDownLatch(1);
    try (PluginHost plugins = Plugins.load();
        SessionReader reader = loopable(sessions.read(session), options);
        ReplayServer server =
            ReplayServer.start(options, reader, plugins.protocols(), InstantSource.system());
        Interrupts ignored = new Interrupts(count -> asked.countDown())) {
      final String address = "http://" + options.host() + ":" + server.port();
      out.println("replaying " + session + " (Ctrl+C ends it)");
      out.println("  page    " + address + "/");
      out.println("  player  " + address + (isDash(reader) ? "/stream.mpd" : "/stream.m3u8"));
      out.flush();
      asked.await();
    }
    return Failures.OK;
  }

  private static SessionReader loopable(SessionReader reader, ReplayOptions options)
      throws CommandException {
    if (options.loop() && isDash(reader)) {
      reader.close();
      throw new CommandException("a DASH session can't be replayed with --loop: leave it out");
    }
    return reader;
  }

  private static boolean isDash(SessionReader reader) {
    return reader.info().protocol().filter("dash"::equals).isPresent();
  }
}
