package org.aircheck.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Segments that an encoder made: {@code 0.ts}, {@code 1.ts}, ... in a folder, from the first again
 * behind the last.
 */
final class EncodedMedia implements Media {
  private final Path folder;
  private final int count;

  EncodedMedia(Path folder) {
    int found = 0;
    while (Files.isRegularFile(file(folder, found))) {
      found++;
    }
    if (found == 0) {
      throw new IllegalArgumentException("no " + file(folder, 0));
    }
    this.folder = folder;
    this.count = found;
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(number + ".ts");
  }

  @Override
  public byte[] segment(String name, int sequence) {
    try {
      return Files.readAllBytes(file(folder, sequence % count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
