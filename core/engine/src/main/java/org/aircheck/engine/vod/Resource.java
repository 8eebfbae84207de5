package org.aircheck.engine.vod;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a segment, a key or an initialization section are. */
public sealed interface Resource {

  /** A file, by its real path. */
  record Stored(Path path) implements Resource {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  /**
   * Bytes from a session's database.
   *
   * @param bytes not copied, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Held(byte[] bytes) implements Resource {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** Its bytes. */
  InputStream open() throws IOException;
}
