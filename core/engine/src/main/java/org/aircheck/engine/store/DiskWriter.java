package org.aircheck.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.spi.Track;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a session in batches, on one thread of its own. A batch that can't be written is kept and
 * tried again.
 */
final class DiskWriter implements SessionWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
  private static final int LAST_ATTEMPTS = 3;

  /**
   * Exchanges that may wait behind a busy disk before the recorder has to. Far more than a channel
   * makes in a second.
   */
  private static final int MOST_COLLECTED = 2_000;

  private final Layout layout;
  private final SessionLock lock;
  private final Handle handle;
  private final BodyFiles files;
  private final BatchRows rows;

  /** Looked up once: finding it reads the table of mounted file systems. */
  private final FileStore volume;

  private final long run;
  private final ExecutorService thread;
  private final AtomicLong temporaries = new AtomicLong();
  private final AtomicLong mediaBytes;
  private final Map<String, Long> tracks = new HashMap<>();
  private Batch collecting = new Batch();
  private long nextId;
  private long nextExchange;

  /** Batches that wait to be written, the oldest first; guarded by itself. */
  private final Deque<Batch> waiting = new ArrayDeque<>();

  private volatile Optional<String> trouble = Optional.empty();
  private boolean closed;

  /** What a session holds already when a run begins. */
  record Stand(
      long run, long nextId, long nextExchange, long mediaBytes, Map<String, Long> tracks) {}

  DiskWriter(Layout layout, SessionLock lock, Handle handle, Durability durability, Stand stand) {
    this.layout = layout;
    this.lock = lock;
    this.handle = handle;
    this.files = new BodyFiles(layout, durability);
    this.run = stand.run();
    this.rows = new BatchRows(run, new Statements(handle.getConnection()));
    this.volume = volume(layout);
    this.nextId = stand.nextId();
    this.nextExchange = stand.nextExchange();
    this.mediaBytes = new AtomicLong(stand.mediaBytes());
    this.tracks.putAll(stand.tracks());
    // A platform thread: SQLite's native code would pin a virtual one to its carrier all the time.
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-" + layout.name()).daemon().factory());
  }

  @Override
  public Path temporaryFile() {
    return layout.temporary().resolve(run + "-" + temporaries.incrementAndGet());
  }

  @Override
  public long newId() {
    return nextId++;
  }

  @Override
  public void protocol(String id) {
    collecting.protocol = Optional.of(id);
  }

  @Override
  public long track(Track track) {
    final long id = tracks.computeIfAbsent(track.id(), name -> tracks.size() + 1L);
    collecting.tracks.put(id, track);
    return id;
  }

  @Override
  public long exchange(
      ExchangeKind kind, OptionalLong track, int attempt, Exchange exchange, String extension) {
    final boolean file = exchange.body().orElse(null) instanceof Received.OnDisk;
    if (!Layout.isExtension(extension) || (file && extension.isEmpty())) {
      throw new IllegalArgumentException("no extension of a file: " + extension);
    }
    final long id = nextExchange++;
    collecting.exchanges.add(new Batch.Put(id, kind, track, attempt, exchange, extension));
    return id;
  }

  @Override
  public void asset(Asset asset) {
    collecting.assets.put(asset.id(), asset);
  }

  @Override
  public void segment(RecordedSegment segment) {
    collecting.segments.put(segment.id(), segment);
  }

  @Override
  public void gap(Gap gap) {
    collecting.gaps.add(gap);
  }

  @Override
  public void commit() {
    final boolean busy;
    synchronized (waiting) {
      busy = !waiting.isEmpty() && trouble.isEmpty();
      if (!busy && !collecting.isEmpty()) {
        waiting.add(collecting);
        collecting = new Batch();
      }
      if (waiting.isEmpty()) {
        return;
      }
    }
    if (!busy) {
      thread.execute(this::writeWaiting);
    } else if (collecting.exchanges.size() > MOST_COLLECTED) {
      await(() -> {}); // behind what is being written: better late than out of memory
    }
  }

  @Override
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public long size() {
    return mediaBytes.get()
        + length(layout.database())
        + length(layout.folder().resolve("session.db-wal"));
  }

  @Override
  public long free() {
    try {
      return volume.getUsableSpace();
    } catch (IOException e) {
      return 0; // a volume that is gone has no room
    }
  }

  @Override
  public void finish(Instant now, String outcome) {
    synchronized (waiting) {
      waiting.add(collecting);
      collecting = new Batch();
    }
    for (int attempt = 0; attempt < LAST_ATTEMPTS; attempt++) {
      await(this::writeWaiting);
      if (trouble.isEmpty()) {
        await(() -> end(now, outcome));
        close();
        return;
      }
    }
    throw new StoreException(
        StoreException.Problem.UNWRITABLE,
        "the end of session "
            + layout.name()
            + " could not be written: "
            + trouble.orElse("")
            + "; what was committed before is whole");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      await(handle::close);
    } finally {
      thread.shutdown();
      lock.close();
    }
  }

  private void end(Instant now, String outcome) {
    handle.execute(
        "UPDATE run SET stopped = ?, outcome = ? WHERE id = ?", Micros.of(now), outcome, run);
    try {
      // One file is easier to copy than three, and can be read where nothing can be written.
      handle.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      handle.execute("PRAGMA journal_mode = DELETE");
    } catch (RuntimeException e) {
      LOG.debug("session {} keeps its write-ahead log, as it is being read", layout.name(), e);
    }
  }

  private static FileStore volume(Layout layout) {
    try {
      return Files.getFileStore(layout.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs on the writer thread. */
  private void writeWaiting() {
    for (Batch batch = oldest(); batch != null; batch = oldest()) {
      try {
        final long added = files.keep(batch, rows);
        final Batch rowsOf = batch;
        handle.useTransaction(h -> rows.write(rowsOf));
        mediaBytes.addAndGet(added);
        trouble = Optional.empty();
        synchronized (waiting) {
          waiting.remove();
        }
      } catch (IOException | SQLException | RuntimeException e) {
        rows.forget();
        LOG.debug("session {}: a batch could not be written", layout.name(), e);
        trouble = Optional.of("can't write to session " + layout.name() + ": " + reason(e));
        return;
      }
    }
  }

  private @Nullable Batch oldest() {
    synchronized (waiting) {
      return waiting.peek();
    }
  }

  private String reason(Exception e) {
    return e instanceof IOException
        ? String.valueOf(e.getMessage())
        : String.valueOf(Database.problem(layout, e).getMessage());
  }

  private void await(Runnable work) {
    try {
      thread.submit(work).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Problem.UNWRITABLE,
          "interrupted while session " + layout.name() + " was being closed",
          e);
    } catch (ExecutionException e) {
      throw Database.problem(layout, e);
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // there is none
    }
  }

  /** The bytes of media that lie in a session, counted once when it is opened. */
  static long mediaBytes(Layout layout) {
    try (var paths = Files.walk(layout.media(), 2)) {
      return paths.filter(Files::isRegularFile).mapToLong(DiskWriter::length).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tracks by name, for a session that is continued. */
  static Map<String, Long> tracks(List<RecordedTrack> recorded) {
    final Map<String, Long> byName = new HashMap<>();
    recorded.forEach(t -> byName.put(t.track().id(), t.id()));
    return byName;
  }
}
