package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files in a plugin's zip, which may be anybody's. Used by one thread. */
final class PluginArchive implements AutoCloseable {
  private static final long LARGEST = 256L << 20;
  private static final int MOST_ENTRIES = 20_000;
  private static final int DEEPEST = 32;

  private final ZipFile zip;
  private final List<Entry> entries;

  /** A file in the zip, and where it goes below the plugin's folder. */
  private record Entry(ZipEntry file, Path path) {}

  private PluginArchive(ZipFile zip, List<Entry> entries) {
    this.zip = zip;
    this.entries = entries;
  }

  /** Opens a zip, of which nothing leads out of the folder that it will be unpacked to. */
  static PluginArchive open(Path file) throws IOException, PluginException {
    checkSize(file);
    final ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw broken(e);
    }
    boolean opened = false;
    try {
      final PluginArchive archive = new PluginArchive(zip, entries(zip));
      opened = true;
      return archive;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  /** Before it is read or copied. */
  static void checkSize(Path file) throws IOException, PluginException {
    if (Files.size(file) > LARGEST) {
      throw new PluginException("it is larger than " + (LARGEST >> 20) + " MiB");
    }
  }

  /** Whether a folder has all the files, as long as they should be. */
  boolean isIn(Path folder) throws IOException {
    for (Entry entry : entries) {
      final Path file = folder.resolve(entry.path);
      if (!Files.isRegularFile(file) || Files.size(file) != entry.file.getSize()) {
        return false;
      }
    }
    return Files.isDirectory(folder);
  }

  /** Writes the files into an empty folder. */
  void extract(Path folder) throws IOException, PluginException {
    long room = LARGEST;
    try {
      for (Entry entry : entries) {
        final Path target = folder.resolve(entry.path);
        Files.createDirectories(target.getParent());
        room -= copy(entry.file, target, room);
      }
    } catch (ZipException e) {
      throw broken(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static List<Entry> entries(ZipFile zip) throws PluginException {
    if (zip.size() > MOST_ENTRIES) {
      throw new PluginException("it has more than " + MOST_ENTRIES + " entries");
    }
    final List<Entry> entries = new ArrayList<>();
    for (ZipEntry file : Collections.list(zip.entries())) {
      final Path path = path(file.getName());
      if (!file.isDirectory()) {
        entries.add(new Entry(file, path));
      }
    }
    return entries;
  }

  private static Path path(String name) throws PluginException {
    final Path path;
    try {
      path = Path.of(name).normalize();
    } catch (InvalidPathException e) {
      throw new PluginException("an entry's name is no path: " + e.getReason());
    }
    if (path.isAbsolute() || path.startsWith("..") || path.toString().isEmpty()) {
      throw new PluginException("its entry " + name + " leads out of it");
    }
    if (path.getNameCount() > DEEPEST) {
      throw new PluginException("it has folders within more than " + DEEPEST + " others");
    }
    return path;
  }

  private long copy(ZipEntry entry, Path target, long room) throws IOException, PluginException {
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(target)) {
      final byte[] buffer = new byte[1 << 16];
      long copied = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        copied += n;
        if (copied > room) {
          throw new PluginException("it is more than " + (LARGEST >> 20) + " MiB unpacked");
        }
        out.write(buffer, 0, n);
      }
      return copied;
    }
  }

  private static PluginException broken(ZipException e) {
    return new PluginException("it is no zip file, or a broken one: " + e.getMessage());
  }
}
