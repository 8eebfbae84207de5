package org.aircheck.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.aircheck.engine.fetch.HttpOptions;
import org.aircheck.engine.fetch.HttpOrigin;
import org.aircheck.engine.merge.MergeException;
import org.aircheck.engine.merge.MergeOptions;
import org.aircheck.engine.merge.MergeResult;
import org.aircheck.engine.merge.Merger;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.record.Equipment;
import org.aircheck.engine.record.PastOptions;
import org.aircheck.engine.record.Preview;
import org.aircheck.engine.record.Progress;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Recorder;
import org.aircheck.engine.record.RecordingException;
import org.aircheck.engine.record.Selection;
import org.aircheck.engine.record.Summary;
import org.aircheck.engine.store.Durability;
import org.aircheck.engine.store.RunStart;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.SessionWriter;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import tools.jackson.databind.node.ObjectNode;

/** Makes one archive: looks, records, merges, and clears up. */
final class ArchiveRun {
  private static final long TICK_MILLIS = 500;

  private final Plan plan;
  private final Function<Selection, RecordOptions> options;
  private final HttpOptions http;
  private final ArchiveCommand.Tools tools;
  private final ArchiveDisplay display;
  private final InstantSource clock = InstantSource.system();
  private final SystemPacer pacer = new SystemPacer(clock);
  private final Stopping stopping = new Stopping();

  /**
   * What to archive.
   *
   * @param menu asks which qualities to take, if they are to be asked for
   * @param past how to search what is no longer listed; empty for not at all
   * @param retries of the first request
   * @param keep whether the segments stay
   * @param protocol the one to read by
   */
  record Plan(
      URI source,
      Selection.Preferred selection,
      Optional<QualityMenu> menu,
      Optional<PastOptions> past,
      int retries,
      boolean keep,
      ProtocolArgument protocol) {}

  ArchiveRun(
      Plan plan,
      Function<Selection, RecordOptions> options,
      HttpOptions http,
      ArchiveCommand.Tools tools,
      ArchiveDisplay display) {
    this.plan = plan;
    this.options = options;
    this.http = http;
    this.tools = tools;
    this.display = display;
  }

  /** Runs to the end; the exit code. */
  int run(ArchiveFolder folder, MergedFile target, SummaryFile file) throws Exception {
    try (PluginHost plugins = Plugins.load();
        HttpOrigin origin = new HttpOrigin(http, clock, pacer);
        Interrupts ignored = new Interrupts(count -> stopping.interrupt())) {
      boolean ended = true;
      try {
        final Protocols protocols = plan.protocol().choose(plugins.protocols());
        final Presentation presentation =
            new Preview(origin, pacer, protocols).look(plan.source(), plan.retries());
        final Selection selection = select(presentation.tracks());
        checkRoom(presentation, selection, target.path());
        ended = record(folder, protocols, origin, selection);
      } catch (RecordingException e) {
        if (!folder.resumes()) {
          throw e;
        }
        // An earlier run has brought something, and the event may be over by now.
        display.line(e.getMessage() + "; what was recorded before is merged");
      }
      return finish(folder, target, file, ended);
    }
  }

  private Selection select(List<Track> tracks) throws CommandException {
    final boolean media =
        tracks.stream().anyMatch(t -> t.kind() == TrackKind.VIDEO || t.kind() == TrackKind.AUDIO);
    if (!media) {
      throw new CommandException(plan.source() + " has neither video nor audio");
    }
    final List<String> unknown = plan.selection().unknown(tracks);
    if (!unknown.isEmpty()) {
      throw new CommandException(
          "no quality "
              + String.join(", ", unknown)
              + "; there are: "
              + String.join("; ", QualityMenu.describe(tracks)));
    }
    return plan.menu().isPresent() ? plan.menu().get().choose(tracks) : plan.selection();
  }

  /** What is on air so far, once as segments and once as the file. */
  private void checkRoom(Presentation presentation, Selection selection, Path target)
      throws IOException, CommandException {
    long bytes = 0;
    for (Track track : selection.choose(presentation.tracks())) {
      bytes +=
          track.traits().bandwidth().orElse(0)
              / 8
              * aired(track.segments(), plan.past()).toSeconds();
    }
    final long wanted = 2 * bytes;
    final Path parent = target.toAbsolutePath().getParent();
    final long free = Files.getFileStore(parent).getUsableSpace();
    if (free < wanted) {
      throw new CommandException(
          "what is on air so far needs about "
              + Sizes.text(wanted)
              + ", as segments and as a file, but only "
              + Sizes.text(free)
              + " are free in "
              + parent);
    }
  }

  /** How long a track has been on air; a time from another zero than the event's says nothing. */
  private static Duration aired(List<Segment> listed, Optional<PastOptions> past) {
    final Duration stated =
        listed.stream().map(s -> s.duration().duration()).reduce(Duration.ZERO, Duration::plus);
    final Duration since =
        listed.isEmpty()
            ? Duration.ZERO
            : listed.getLast().start().map(s -> s.duration()).orElse(Duration.ZERO);
    return past.isPresent()
            && since.compareTo(Duration.ofDays(7)) < 0
            && since.compareTo(stated) > 0
        ? since
        : stated;
  }

  /** Records to the event's end; whether it was that which ended it. */
  private boolean record(
      ArchiveFolder folder, Protocols protocols, HttpOrigin origin, Selection selection)
      throws Exception {
    final RecordOptions how = options.apply(selection);
    final RunStart start =
        new RunStart(
            clock.instant(),
            Version.number(),
            new LinkedHashMap<>(Map.of("source", how.source().toString(), "archive", "true")),
            Durability.SYNCHRONOUS);
    boolean worthless = false;
    try (SessionWriter writer =
            folder.resumes()
                ? folder.sessions().resume(ArchiveFolder.SESSION, start)
                : folder.sessions().create(ArchiveFolder.SESSION, how.source(), start);
        SessionReader session = folder.sessions().read(ArchiveFolder.SESSION);
        ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService loop = Executors.newSingleThreadExecutor()) {
      try {
        final Recorder recorder =
            new Recorder(
                how,
                protocols,
                new Equipment(origin, writer, clock, pacer, requests),
                display::event);
        if (folder.resumes()) {
          recorder.resume(session);
          display.line("going on with " + folder.path());
        }
        plan.past().ifPresent(past -> recorder.searchPast(past, session));
        stopping.recording(recorder);
        final Summary summary = follow(recorder, loop.submit(recorder::run));
        display.line("the recording ended: " + summary.outcome());
        return !stopping.asked();
      } catch (RecordingException e) {
        worthless = !folder.resumes(); // nothing was recorded
        throw e;
      } finally {
        requests.shutdownNow();
        loop.shutdownNow();
      }
    } finally {
      if (worthless) {
        folder.remove();
      }
    }
  }

  private Summary follow(Recorder recorder, Future<Summary> running) throws Exception {
    while (true) {
      try {
        return running.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        display.recording(recorder.progress(), clock.instant());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  private int finish(ArchiveFolder folder, MergedFile target, SummaryFile file, boolean ended)
      throws Exception {
    final MergeResult merged = merge(folder, target);
    final boolean keep = plan.keep() || !ended;
    final List<String> text = new ArrayList<>(MergeText.lines(merged));
    final ObjectNode json = MergeJson.of(merged);
    json.put("ended", ended);
    if (keep) {
      text.add("  session   " + folder.path());
      json.put("session", folder.path().toString());
    } else {
      folder.remove();
    }
    if (!ended) {
      text.add("interrupted; the same command goes on with the event");
    }
    display.result(text);
    file.write(text, json);
    return merged.losses().isEmpty() ? Failures.OK : Failures.GAPS;
  }

  private MergeResult merge(ArchiveFolder folder, MergedFile target) throws Exception {
    try (SessionReader session = folder.sessions().read(ArchiveFolder.SESSION);
        ExecutorService worker = Executors.newSingleThreadExecutor()) {
      final Merger merger =
          new Merger(
              session,
              new MergeOptions(target.path(), Optional.empty(), List.of(), false, false, true),
              tools.ffmpeg(),
              tools.ffprobe());
      final Instant began = clock.instant();
      final Future<MergeResult> running = worker.submit(merger::merge);
      stopping.merging(worker);
      while (true) {
        try {
          return running.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          display.merging(merger.progress(), Duration.between(began, clock.instant()));
        } catch (ExecutionException e) {
          throw failed(e, folder);
        } finally {
          if (running.isDone()) {
            worker.shutdown();
          }
        }
      }
    }
  }

  private static Exception failed(ExecutionException e, ArchiveFolder folder) {
    return switch (e.getCause()) {
      case MergeException known ->
          new CommandException(known.getMessage() + " (kept in " + folder.path() + ")", known);
      case InterruptedException ignored ->
          new CommandException(
              "interrupted while merging; the same command goes on with " + folder.path());
      case Exception other -> other;
      case null, default -> e;
    };
  }

  /** What Ctrl+C ends. Thread-safe. */
  private static final class Stopping {
    private Optional<Recorder> recorder = Optional.empty();
    private Optional<ExecutorService> merging = Optional.empty();
    private int count;

    synchronized void recording(Recorder running) {
      recorder = Optional.of(running);
      if (count > 0) {
        running.stop();
      }
    }

    synchronized void merging(ExecutorService worker) {
      recorder = Optional.empty();
      merging = Optional.of(worker);
    }

    /** Ends the phase that runs: recording first gently, then at once; merging at once. */
    synchronized void interrupt() {
      count++;
      if (merging.isPresent()) {
        merging.get().shutdownNow();
      } else if (recorder.isPresent() && count > 1) {
        recorder.get().stopNow();
      } else {
        recorder.ifPresent(Recorder::stop);
      }
    }

    synchronized boolean asked() {
      return count > 0;
    }
  }

  /** How far a recording is, for the display. */
  static String phase(Progress progress) {
    return progress
        .past()
        .filter(p -> p.left().isPresent())
        .map(p -> p.found() == 0 ? "search" : "past")
        .orElse("live");
  }
}
