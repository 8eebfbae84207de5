package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * Plugin zips as folders, which is how they are loaded. A zip is unpacked once, into a folder that
 * is named by its content; the folder that it lies in may be read-only.
 */
final class UnpackedPlugins {
  private final Path cache;

  UnpackedPlugins(Path cache) {
    this.cache = cache;
  }

  /** The folder that holds a zip's content. */
  Path unpack(Path zip) throws IOException, PluginException {
    try (PluginArchive archive = PluginArchive.open(zip)) {
      final Path folder = cache.resolve(sha256(zip));
      // After a power failure files may be empty, and those who clean up caches look at ages only.
      if (archive.isIn(folder)) {
        return folder;
      }
      final Path fresh = room();
      try {
        archive.extract(fresh);
        rename(fresh, folder, archive);
        return folder;
      } finally {
        delete(fresh);
      }
    }
  }

  private static void rename(Path fresh, Path folder, PluginArchive archive) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // No exception of its own says that a folder is there: on Linux it is ENOTEMPTY.
      if (archive.isIn(folder)) {
        return; // another process was faster, with the same content
      }
      delete(folder);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** A new folder in the cache, for whoever asked to delete. */
  Path room() throws PluginException {
    try {
      Files.createDirectories(cache);
      return Files.createTempDirectory(cache, "unpack");
    } catch (IOException e) {
      throw new PluginException("it can't be unpacked: " + cache + " can't be written");
    }
  }

  /** Deletes a folder, if it is there. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // gone, as it should be
    }
  }

  static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
