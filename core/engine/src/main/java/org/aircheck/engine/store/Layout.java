package org.aircheck.engine.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where things are in a session's folder. */
record Layout(Path folder) {
  private static final Pattern EXTENSION = Pattern.compile("|[a-z0-9]{1,5}");

  Path database() {
    return folder.resolve("session.db");
  }

  Path media() {
    return folder.resolve("media");
  }

  Path temporary() {
    return media().resolve("tmp");
  }

  Path lock() {
    return folder.resolve("lock");
  }

  /** A body's file; both parts of its name come from us. */
  Path body(String sha256, String extension) {
    return shelf(sha256).resolve(sha256 + "." + extension);
  }

  /** The folder of a body's file: one for each first byte of a hash. */
  Path shelf(String sha256) {
    return media().resolve(sha256.substring(0, 2));
  }

  /** Whether a word is a body's extension, or the empty one of a body in the database. */
  static boolean isExtension(String word) {
    return EXTENSION.matcher(word).matches();
  }

  /**
   * Whether a body's path goes through a symbolic link, which could show any file of this machine.
   */
  boolean isLinked(String sha256, String extension) {
    final Path file = body(sha256, extension);
    return Stream.of(file, shelf(sha256), media()).anyMatch(Files::isSymbolicLink);
  }

  String name() {
    return folder.getFileName().toString();
  }
}
