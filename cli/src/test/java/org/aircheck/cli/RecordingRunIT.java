package org.aircheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Sessions;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.LiveHlsOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several channels in one process, with the plugins of the distribution. */
class RecordingRunIT {
  private static final LiveChannel CHANNEL =
      LiveChannel.of(Duration.ofMillis(500), 20, 20).withHeadStart(10);

  @TempDir Path root;

  @Test
  void an_error_in_one_recording_ends_no_other() throws Exception {
    final Sessions sessions = new Sessions(root);
    final Failing display = new Failing("one");
    try (LiveHlsOrigin one = LiveHlsOrigin.start(CHANNEL, List.of(), SystemTime.clock());
        LiveHlsOrigin two = LiveHlsOrigin.start(CHANNEL, List.of(), SystemTime.clock())) {
      final RecordingRun run =
          new RecordingRun(sessions, HttpOptions.DEFAULT, new ProtocolArgument(), display);
      final int code = run.run(List.of(recording("one", one.uri()), recording("two", two.uri())));
      assertThat(code).isEqualTo(Failures.FAILED);
    }
    assertThat(display.heard)
        .contains(
            "one: unexpected: java.lang.IllegalStateException: no more (--verbose shows where;"
                + " please report it)")
        .contains("two: complete");
    assertThat(sessions.verify("one").whole()).isTrue();
    assertThat(sessions.verify("two").whole()).isTrue();
  }

  private static Recording recording(String session, URI source) {
    return new Recording(RecordOptions.of(source), Optional.of(session), false);
  }

  /** Fails when a session's first track is found, as anything in a recorder may. */
  private static final class Failing implements Display {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final String session;

    Failing(String session) {
      this.session = session;
    }

    @Override
    public void started(String name, String source, String folder) {}

    @Override
    public void event(String name, Event event) {
      if (name.equals(session) && event instanceof Event.TrackFound) {
        throw new IllegalStateException("no more");
      }
      if (event instanceof Event.Trouble trouble) {
        heard.add(name + ": " + trouble.message());
      }
    }

    @Override
    public void progress(Map<String, Progress> recordings) {}

    @Override
    public void stopping(boolean again) {}

    @Override
    public void ended(String name, Summary summary, String folder) {
      heard.add(name + ": " + (summary.complete() ? "complete" : "not complete"));
    }
  }
}
