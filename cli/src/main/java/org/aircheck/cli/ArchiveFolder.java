package org.aircheck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.store.Sessions;

/**
 * Where an archive's segments are until its file is done: a session in a folder beside the file, so
 * that another run can go on with it.
 *
 * @param resumes whether an earlier run has left it
 */
record ArchiveFolder(Path path, boolean resumes) {
  static final String SESSION = "session";

  /** What is in the folder, as paths below it. */
  private static final Pattern OURS =
      Pattern.compile("|session|session/(lock|media|session\\.db-\\w+|media/\\w+(/[\\w.-]+)?)");

  /**
   * The folder beside a file. As only a run of ours makes it, a file beside one is ours, too.
   *
   * @param force whether a file may be written over that has none
   */
  static ArchiveFolder of(MergedFile target, URI source, boolean force) throws CommandException {
    final Path folder = target.path().resolveSibling(target.path().getFileName() + ".segments");
    // Clearing up takes the database first: media without one are a rest, too.
    final boolean resumes =
        Files.exists(database(folder)) && hasMedia(folder.resolve(SESSION).resolve("media"));
    if (!resumes) {
      clear(folder);
      if (!force) {
        target.refuseToReplace();
      }
      return new ArchiveFolder(folder, false);
    }
    try (SessionReader reader = new Sessions(folder).read(SESSION)) {
      final URI earlier = reader.info().source();
      if (!place(earlier).equals(place(source))) {
        throw new CommandException(
            folder
                + " is the beginning of an archive of "
                + earlier
                + "; remove it, or choose another OUTPUT");
      }
    }
    return new ArchiveFolder(folder, true);
  }

  private static Path database(Path folder) {
    return folder.resolve(SESSION).resolve("session.db");
  }

  /**
   * Whether there is anything worth going on with: a run may be killed before its first segment.
   */
  private static boolean hasMedia(Path media) throws CommandException {
    if (!Files.isDirectory(media)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(media)) {
      return files.anyMatch(f -> Files.isRegularFile(f) && !media.relativize(f).startsWith("tmp"));
    } catch (IOException | UncheckedIOException e) {
      throw new CommandException("can't read " + media + ": " + e.getMessage(), e);
    }
  }

  /** Removes what a run left that was killed while it made the folder, or removed it. */
  private static void clear(Path folder) throws CommandException {
    if (!Files.exists(folder)) {
      return;
    }
    if (Files.exists(database(folder))) {
      new Sessions(folder).remove(SESSION); // unless somebody is recording it
    }
    try {
      final List<Path> files;
      try (Stream<Path> all = Files.walk(folder)) {
        files = all.sorted(Comparator.reverseOrder()).toList();
      }
      if (!files.stream().allMatch(f -> OURS.matcher(folder.relativize(f).toString()).matches())) {
        throw new CommandException(
            folder + " is in the way: it is no archive's; remove it, or choose another OUTPUT");
      }
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("can't clear " + folder + ": " + e.getMessage(), e);
    }
  }

  /** An address without its query, where tokens are. */
  private static String place(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  Sessions sessions() {
    return new Sessions(path);
  }

  /** Removes the session and the folder that was made for it. */
  void remove() throws IOException {
    sessions().remove(SESSION);
    Files.deleteIfExists(path);
  }
}
