package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Plugin zips as folders, which is how they are loaded. A zip is unpacked once, into a folder that
 * is named by its content; the folder that it lies in may be read-only.
 */
final class UnpackedPlugins {
  private static final long LARGEST = 256L << 20;
  private static final int MOST_ENTRIES = 20_000;

  private final Path cache;

  UnpackedPlugins(Path cache) {
    this.cache = cache;
  }

  /** The folder that holds a zip's content. */
  Path unpack(Path zip) throws IOException, PluginException {
    checkSize(zip);
    final Path folder = cache.resolve(sha256(zip));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    final Path fresh = room();
    try {
      extract(zip, fresh);
    } catch (ZipException e) {
      delete(fresh);
      throw new PluginException("it is no zip file, or a broken one: " + e.getMessage());
    } catch (IOException | PluginException e) {
      delete(fresh);
      throw e;
    }
    try {
      return Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      return folder; // another process was faster, with the same content
    } catch (AtomicMoveNotSupportedException e) {
      return fresh;
    }
  }

  private Path room() throws PluginException {
    try {
      Files.createDirectories(cache);
      return Files.createTempDirectory(cache, "unpack");
    } catch (IOException e) {
      throw new PluginException("it can't be unpacked: " + cache + " can't be written");
    }
  }

  /** Before it is read or copied. */
  static void checkSize(Path zip) throws IOException, PluginException {
    if (Files.size(zip) > LARGEST) {
      throw new PluginException("it is larger than " + (LARGEST >> 20) + " MiB");
    }
  }

  private static void extract(Path zip, Path folder) throws IOException, PluginException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      if (file.size() > MOST_ENTRIES) {
        throw new PluginException("it has more than " + MOST_ENTRIES + " entries");
      }
      long room = LARGEST;
      final var entries = file.entries();
      while (entries.hasMoreElements()) {
        final ZipEntry entry = entries.nextElement();
        final Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new PluginException("its entry " + entry.getName() + " leads out of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          room -= copy(file, entry, target, room);
        }
      }
    }
  }

  private static long copy(ZipFile file, ZipEntry entry, Path target, long room)
      throws IOException, PluginException {
    try (InputStream in = file.getInputStream(entry);
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

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
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
