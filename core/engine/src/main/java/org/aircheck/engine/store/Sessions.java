package org.aircheck.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aircheck.engine.store.StoreException.Problem;
import org.jdbi.v3.core.Handle;

/**
 * A folder of sessions. Thread-safe; all methods throw {@link StoreException} for what a person can
 * mend.
 *
 * <p>Names from outside never lead out of the folder.
 */
public final class Sessions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private final Path root;

  /** The sessions in a folder, which need not exist yet. */
  public Sessions(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** What is there, by name. */
  public Listing list() {
    final List<SessionInfo> whole = new ArrayList<>();
    final List<Listing.Broken> broken = new ArrayList<>();
    for (String name : names()) {
      try (SessionReader reader = read(name)) {
        whole.add(reader.info());
      } catch (StoreException e) {
        broken.add(new Listing.Broken(name, e.problem(), String.valueOf(e.getMessage())));
      }
    }
    return new Listing(whole, broken);
  }

  /** The first name of {@code session1}, {@code session2}, … that is free. */
  public String nextName() {
    for (int i = 1; ; i++) {
      if (!Files.exists(root.resolve("session" + i))) {
        return "session" + i;
      }
    }
  }

  /** Where a session is, or would be; absolute. */
  public Path folder(String name) {
    return layout(name).folder();
  }

  /** The session that was recorded to last. */
  public Optional<String> newest() {
    return list().sessions().stream()
        .max(Comparator.comparing(i -> i.lastAnswer().orElse(i.created())))
        .map(SessionInfo::name);
  }

  /** Begins a new session. */
  public SessionWriter create(String name, URI source, RunStart start) {
    final Layout layout = layout(name);
    try {
      Files.createDirectories(root);
      Files.createDirectory(layout.folder());
      Files.createDirectories(layout.temporary());
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          Problem.EXISTS,
          "there is already a session "
              + name
              + " in "
              + root
              + "; continue it with --resume, or choose another name with -s",
          e);
    } catch (IOException e) {
      throw unwritable(e);
    }
    final SessionLock lock = SessionLock.take(layout);
    return Opened.orRelease(
        lock,
        () -> {
          final Handle handle = Database.writable(layout, start.durability());
          return Opened.orClose(
              handle,
              () -> {
                handle.execute(
                    "INSERT INTO session (id, source, created) VALUES (1, ?, ?)",
                    source.toString(),
                    Micros.of(start.now()));
                final long run = Opened.run(handle, start);
                return new DiskWriter(
                    layout,
                    lock,
                    handle,
                    start.durability(),
                    new DiskWriter.Stand(run, 1, 1, 0, new HashMap<>()));
              });
        });
  }

  /** Goes on with a session: sweeps what a killed recorder left, and begins a new run. */
  public SessionWriter resume(String name, RunStart start) {
    final Layout layout = existing(name);
    final SessionLock lock = SessionLock.take(layout);
    return Opened.orRelease(
        lock,
        () -> {
          final Handle handle = Database.writable(layout, start.durability());
          return Opened.orClose(
              handle,
              () -> {
                Recovery.recover(layout, handle, start.now());
                final long run = Opened.run(handle, start);
                return new DiskWriter(
                    layout, lock, handle, start.durability(), Opened.stand(layout, handle, run));
              });
        });
  }

  /** Opens a session to look at it. */
  public SessionReader read(String name) {
    return new DiskReader(existing(name));
  }

  /** Holds everything in a session against its hash. */
  public Verification verify(String name) {
    return Verifier.verify(existing(name));
  }

  /** Removes a session that nobody is recording. */
  public void remove(String name) {
    final Layout layout = existing(name);
    SessionLock.take(layout).close();
    try (Stream<Path> files = Files.walk(layout.folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private List<String> names() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(f -> Files.exists(f.resolve("session.db")))
          .map(f -> f.getFileName().toString())
          .filter(n -> NAME.matcher(n).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Layout existing(String name) {
    final Layout layout = layout(name);
    if (!Files.exists(layout.folder().resolve("session.db"))) {
      throw new StoreException(
          Problem.MISSING,
          "no session "
              + name
              + " in "
              + root
              + "; \"aircheck sessions list\" shows what is there");
    }
    return layout;
  }

  private Layout layout(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new StoreException(
          Problem.BAD_NAME,
          "\""
              + name
              + "\" can't be a session's name; use up to 100 letters, digits, dots, dashes and underscores");
    }
    final Path folder = root.resolve(name);
    if (Files.isSymbolicLink(folder)) {
      throw new StoreException(
          Problem.BAD_NAME, "session " + name + " is a symbolic link, which is not followed");
    }
    return new Layout(folder);
  }

  private StoreException unwritable(IOException e) {
    final String reason =
        switch (e) {
          case AccessDeniedException ignored -> "permission denied";
          case FileSystemException known when known.getReason() != null ->
              String.valueOf(known.getReason());
          default -> String.valueOf(e.getMessage());
        };
    return new StoreException(
        Problem.UNWRITABLE,
        "can't write to " + root + ": " + reason + "; choose another folder",
        e);
  }
}
