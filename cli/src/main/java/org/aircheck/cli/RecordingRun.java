package org.aircheck.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.Equipment;
import org.aircheck.engine.record.Event;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.record.RecordingException;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.store.Sessions;
import org.aircheck.engine.time.SystemPacer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes recordings, all in one process, until each has ended. */
final class RecordingRun {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingRun.class);

  private static final long TICK_MILLIS = 1_000;

  private final Sessions sessions;
  private final HttpOptions http;
  private final ProtocolArgument protocol;
  private final Display display;
  private final InstantSource clock = InstantSource.system();
  private final SystemPacer pacer = new SystemPacer(clock);

  RecordingRun(Sessions sessions, HttpOptions http, ProtocolArgument protocol, Display display) {
    this.sessions = sessions;
    this.http = http;
    this.protocol = protocol;
    this.display = display;
  }

  /** One recording on its way. */
  private record Taped(String session, Recorder recorder, SessionWriter writer, boolean fresh) {}

  /**
   * Records, showing how far it is.
   *
   * @return the worst of the recordings' exit codes
   */
  int run(List<Recording> recordings) throws Exception {
    try (PluginHost plugins = Plugins.load();
        HttpOrigin origin = new HttpOrigin(http, clock, pacer);
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService loops =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("record-", 1).factory())) {
      final Protocols protocols = protocol.choose(plugins.protocols());
      final Map<Taped, Future<Summary>> running = new LinkedHashMap<>();
      try {
        for (Recording recording : recordings) {
          final Taped taped = open(recording, protocols, origin, requests);
          running.put(taped, loops.submit(taped.recorder()::run));
        }
        return follow(running);
      } finally {
        requests.shutdownNow(); // what is still under way belongs to nobody any more
        running.keySet().forEach(t -> t.writer().close());
      }
    }
  }

  private Taped open(
      Recording recording, Protocols protocols, HttpOrigin origin, ExecutorService requests)
      throws CommandException {
    final RecordOptions options = recording.options();
    final RunStart start =
        new RunStart(clock.instant(), Version.number(), described(options), Durability.SYNCHRONOUS);
    final String name = name(recording);
    final SessionWriter writer =
        recording.resume()
            ? sessions.resume(name, start)
            : sessions.create(name, options.source(), start);
    final Equipment equipment = new Equipment(origin, writer, clock, pacer, requests);
    final Consumer<Event> listener = event -> display.event(name, event);
    final Recorder recorder;
    if (recording.resume()) {
      try (SessionReader earlier = sessions.read(name)) {
        recorder = new Recorder(options, asBefore(protocols, earlier), equipment, listener);
        recorder.resume(earlier);
      }
    } else {
      recorder = new Recorder(options, protocols, equipment, listener);
    }
    display.started(name, options.source().toString(), sessions.folder(name).toString());
    return new Taped(name, recorder, writer, !recording.resume());
  }

  /** A session goes on with the protocol that it was begun with. */
  private static Protocols asBefore(Protocols protocols, SessionReader earlier) {
    return earlier
        .info()
        .protocol()
        .flatMap(protocols::named)
        .map(protocols::after)
        .orElse(protocols);
  }

  private String name(Recording recording) throws CommandException {
    if (recording.session().isPresent()) {
      return recording.session().get();
    }
    if (!recording.resume()) {
      return sessions.nextName();
    }
    return sessions
        .newest()
        .orElseThrow(
            () -> new CommandException("there is no session to go on with; leave --resume out"));
  }

  /** Waits for all, and shows how far they are. */
  private int follow(Map<Taped, Future<Summary>> running) throws Exception {
    final Map<Taped, Future<Summary>> left = new LinkedHashMap<>(running);
    int code = Failures.OK;
    try (Interrupts ignored = new Interrupts(count -> stop(running.keySet(), count))) {
      while (!left.isEmpty()) {
        await(left.values().iterator().next());
        for (Map.Entry<Taped, Future<Summary>> each : List.copyOf(left.entrySet())) {
          if (each.getValue().isDone()) {
            left.remove(each.getKey());
            code = worse(code, end(each.getKey(), each.getValue(), running.size() > 1));
          }
        }
        display.progress(progress(left.keySet()));
      }
    }
    return code;
  }

  private static void await(Future<Summary> future) throws InterruptedException {
    try {
      future.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // looked at by whoever asks for the result
    }
  }

  private int end(Taped taped, Future<Summary> result, boolean several) throws Exception {
    try {
      final Summary summary = result.get();
      display.ended(taped.session(), summary, sessions.folder(taped.session()).toString());
      return summary.complete() ? Failures.OK : Failures.GAPS;
    } catch (ExecutionException e) {
      final Exception failure = e.getCause() instanceof Exception cause ? cause : e;
      taped.writer().close();
      if (failure instanceof RecordingException && taped.fresh()) {
        sessions.remove(taped.session()); // nothing was recorded
      }
      if (!several) {
        throw failure;
      }
      LOG.debug("{}", taped.session(), failure);
      display.event(
          taped.session(), new Event.Trouble(clock.instant(), Failures.describe(failure)));
      return Failures.FAILED; // and the others go on
    }
  }

  private void stop(Iterable<Taped> recordings, int count) {
    display.stopping(count > 1);
    for (Taped taped : recordings) {
      if (count > 1) {
        taped.recorder().stopNow();
      } else {
        taped.recorder().stop();
      }
    }
  }

  private static Map<String, Progress> progress(Iterable<Taped> recordings) {
    final Map<String, Progress> progress = new LinkedHashMap<>();
    recordings.forEach(t -> progress.put(t.session(), t.recorder().progress()));
    return progress;
  }

  /** A failure is worse than gaps, which are worse than nothing. */
  private static int worse(int a, int b) {
    return a == Failures.FAILED || b == Failures.FAILED ? Failures.FAILED : Math.max(a, b);
  }

  /** The options as the session keeps them: none of the secrets are among them. */
  private static Map<String, String> described(RecordOptions options) {
    final Map<String, String> map = new TreeMap<>();
    map.put("variants", options.selection().toString());
    map.put("interval", options.interval().map(Duration::toString).orElse("auto"));
    map.put("persistence", options.persistence().toString());
    map.put("concurrency", Integer.toString(options.concurrency()));
    map.put("min-free", Long.toString(options.minFree()));
    map.put("limits", options.limits().toString());
    return map;
  }
}
