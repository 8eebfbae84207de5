package org.aircheck.engine.fetch;

import java.nio.file.Path;

/** A body as received, after transfer and content coding are undone. */
public sealed interface Received {

  /** In bytes. */
  long length();

  /** In 64 hexadecimal digits, lower case. */
  String sha256();

  /** A body in memory. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its hash
  record InMemory(byte[] bytes, String sha256) implements Received {
    @Override
    public long length() {
      return bytes.length;
    }
  }

  /** A body in a temporary file, closed but not yet synchronised to disk. */
  record OnDisk(Path file, long length, String sha256) implements Received {}
}
