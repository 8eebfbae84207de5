package org.aircheck.engine.vod;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A folder as if it were a web site: manifests are read with addresses on it, and what they refer
 * to is found again, but never outside the folder. Immutable.
 */
final class MediaRoot {
  private static final String HOST = "folder.invalid";

  /** What all addresses begin with: a reference that climbs too high loses it. */
  private static final String TOP = "/inside/";

  private final Path real;

  MediaRoot(Path folder) throws IOException {
    this.real = folder.toRealPath();
  }

  Path real() {
    return real;
  }

  /** The address of a file in the folder. */
  URI uri(Path file) {
    try {
      final String path = TOP + real.relativize(file).toString().replace('\\', '/');
      return URI.create(new URI("http", HOST, path, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no address for " + file, e);
    }
  }

  /** Whether an address is one of the folder's site. */
  static boolean covers(URI uri) {
    return HOST.equals(uri.getHost());
  }

  /**
   * The file at an address, which may be missing.
   *
   * @throws VodException when it is outside the folder
   */
  Path file(URI uri) throws VodException {
    final String path = String.valueOf(uri.getPath());
    if (!covers(uri) || !path.startsWith(TOP)) {
      throw new VodException(shown(uri) + " is outside the folder");
    }
    try {
      final Path file = real.resolve(path.substring(TOP.length())).normalize();
      if (!file.startsWith(real)) {
        throw new VodException(shown(uri) + " is outside the folder");
      }
      if (!Files.exists(file)) {
        return file;
      }
      final Path target = file.toRealPath();
      if (!target.startsWith(real)) {
        throw new VodException(shown(uri) + " is a link out of the folder");
      }
      return target;
    } catch (InvalidPathException | IOException e) {
      throw new VodException(shown(uri) + " can't be a file's name");
    }
  }

  /** An address as its author knows it. */
  static String shown(URI uri) {
    final String path = String.valueOf(uri.getPath());
    if (!covers(uri)) {
      return uri.toString();
    }
    return path.startsWith(TOP) ? path.substring(TOP.length()) : path;
  }
}
