package org.aircheck.engine.fetch;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Where a body goes. Used by one thread. */
sealed interface Sink permits MemorySink, FileSink {

  /** Takes all that is in a buffer; blocks on the disk where there is one. */
  void write(ByteBuffer bytes) throws InterruptedException;

  /** What has come in; empty when nothing has. Nothing is written after it. */
  Optional<Received> finish() throws InterruptedException;

  /** Leaves nothing behind. */
  void abandon();

  /** A new SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
