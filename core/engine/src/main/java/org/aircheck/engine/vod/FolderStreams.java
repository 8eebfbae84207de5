package org.aircheck.engine.vod;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.spi.Track;

/**
 * Finds the streams in a folder, whatever their layout: each manifest that no other one refers to
 * is one, and so is each recorded session. For one folder, once.
 */
public final class FolderStreams {
  /** What is a manifest by its name, though its plugin may be missing. */
  private static final List<String> KNOWN = List.of(".m3u8", ".m3u", ".mpd");

  private static final int DEEPEST = 12;
  private static final int MOST_MANIFESTS = 20_000;

  /** What a manifest is called when its folder has the stream's name; the preferred ones first. */
  private static final List<String> PLAIN =
      List.of("abr", "master", "index", "main", "manifest", "stream", "playlist");

  private final ManifestFile.Reader reader;
  private final List<Path> manifests = new ArrayList<>();
  private final List<Path> sessions = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private FolderStreams(ManifestFile.Reader reader) {
    this.reader = reader;
  }

  /**
   * The streams of a folder.
   *
   * @throws VodException when there is no folder, or nothing in it that could be a stream
   */
  public static Found in(Path folder, Protocols protocols) throws VodException {
    if (!Files.isDirectory(folder)) {
      throw new VodException(
          folder + (Files.exists(folder) ? " is no folder" : ": there is no such folder"));
    }
    try {
      final FolderStreams streams =
          new FolderStreams(new ManifestFile.Reader(new MediaRoot(folder), protocols));
      streams.walk();
      return streams.found();
    } catch (IOException e) {
      throw new VodException(folder + " can't be read: " + e.getMessage());
    }
  }

  private Path top() {
    return reader.root().real();
  }

  private void walk() throws IOException {
    Files.walkFileTree(
        top(),
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (!dir.equals(top()) && dir.getFileName().toString().startsWith(".")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (Files.isRegularFile(dir.resolve("session.db"))) {
              sessions.add(dir);
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visit(file, attributes.isSymbolicLink());
            return manifests.size() < MOST_MANIFESTS
                ? FileVisitResult.CONTINUE
                : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            problems.add(reader.name(file) + " can't be read");
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void visit(Path file, boolean link) {
    final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    final boolean manifest =
        KNOWN.stream().anyMatch(name::endsWith)
            || reader.protocols().all().stream().anyMatch(p -> name.endsWith("." + p.extension()));
    if (link && (manifest || Files.isDirectory(file)) && leadsOut(file)) {
      problems.add(reader.name(file) + " is a link out of the folder; left out");
    } else if (manifest && Files.isRegularFile(file)) {
      manifests.add(file);
    }
  }

  private boolean leadsOut(Path link) {
    try {
      return !link.toRealPath().startsWith(top());
    } catch (IOException e) {
      return true; // to nothing
    }
  }

  private Found found() throws VodException {
    final Map<Path, ManifestFile> read = new TreeMap<>();
    for (Path file : manifests) {
      try {
        read.put(file, reader.read(file, Map.of()));
      } catch (VodException e) {
        problems.add(e.getMessage());
      }
    }
    if (read.isEmpty() && sessions.isEmpty()) {
      throw new VodException(
          problems.isEmpty()
              ? top() + " has no playlist, no MPD and no session in it"
              : String.valueOf(problems.getFirst()));
    }
    final Set<Path> parts = parts(read.values());
    final Map<Path, List<ManifestFile>> roots = new TreeMap<>();
    read.forEach((file, manifest) -> {
      if (!parts.contains(file)) {
        roots.computeIfAbsent(file.getParent(), key -> new ArrayList<>()).add(manifest);
      }
    });
    final List<VodStream> streams = new ArrayList<>();
    roots.forEach((folder, list) -> streams(folder, list, streams));
    sessions.stream().sorted().forEach(s -> session(s, streams));
    if (streams.isEmpty()) {
      throw new VodException(
          problems.isEmpty()
              ? top() + " has no stream in it"
              : String.valueOf(problems.getFirst()));
    }
    streams.sort(Comparator.comparing(VodStream::name));
    return new Found(streams, problems);
  }

  /** The files that other manifests refer to: they are no streams of their own. */
  private Set<Path> parts(Collection<ManifestFile> all) {
    final Set<Path> parts = new HashSet<>();
    for (ManifestFile manifest : all) {
      for (Track track : manifest.presentation().tracks()) {
        if (track.manifest().isPresent()) {
          try {
            parts.add(reader.root().file(track.manifest().get()));
          } catch (VodException e) {
            // told when the stream is read
          }
        }
      }
    }
    return parts;
  }

  private void streams(Path folder, List<ManifestFile> manifests, List<VodStream> streams) {
    final Set<String> named = new HashSet<>();
    manifests.sort(
        Comparator.comparing((ManifestFile m) -> !m.isMultivariant())
            .thenComparing(m -> rank(stem(m.file())))
            .thenComparing(ManifestFile::file));
    for (ManifestFile manifest : manifests) {
      final String stem = stem(manifest.file());
      // In the folder itself, what has a name of its own keeps it; below, the folder has the name.
      final boolean plain = !folder.equals(top()) || rank(stem) < PLAIN.size();
      final boolean first = plain && named.add(manifest.protocol().id());
      final String name =
          first ? name(folder) : folder.equals(top()) ? stem : name(folder) + "-" + stem;
      try {
        streams.add(new StreamReader(reader, name).read(manifest));
      } catch (VodException e) {
        problems.add(name + ": " + e.getMessage());
      }
    }
  }

  private void session(Path folder, List<VodStream> streams) {
    try {
      streams.add(SessionStream.read(folder, name(folder)));
    } catch (VodException e) {
      problems.add(name(folder) + ": " + e.getMessage());
    }
  }

  private String name(Path folder) {
    return folder.equals(top())
        ? String.valueOf(top().getFileName())
        : top().relativize(folder).toString().replace('/', '-').replace('\\', '-');
  }

  private static int rank(String stem) {
    final int rank = PLAIN.indexOf(stem.toLowerCase(Locale.ROOT));
    return rank < 0 ? PLAIN.size() : rank;
  }

  private static String stem(Path file) {
    final String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
