package org.aircheck.server.http;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.server.channel.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A channel's answer in the form in which it is sent: heads are written, text is compressed.
 * Immutable.
 *
 * @param kind what it is counted as
 * @param until how long it may be sent
 * @param pacing how slowly to send it
 * @param form what it is
 */
record Prepared(String kind, Instant until, Optional<Answer.Pacing> pacing, Form form) {

  /** What an answer is. */
  sealed interface Form {}

  /** A representation that conditions and ranges apply to. */
  sealed interface Resource extends Form {
    /** Of the whole, status 200. */
    Head head();

    Headers headers();

    Extent extent();
  }

  /**
   * A body in memory.
   *
   * @param gzip its compressed form; null when that is of no use
   * @param gzipHead of the compressed whole
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Text(Head head, Headers headers, byte[] body, byte @Nullable [] gzip, Head gzipHead)
      implements Resource {
    @Override
    public Extent extent() {
      return new Extent(0, body.length, OptionalLong.of(body.length));
    }
  }

  /** A file. */
  record File(Head head, Headers headers, Path file, Extent extent) implements Resource {}

  /** An answer that is the same for everybody: a redirect, an error. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Fixed(Head head, byte[] body) implements Form {}

  /** No answer at all. */
  record Disconnect() implements Form {}

  /** Whether it answers every request for its target, whatever part is asked for. */
  boolean whole() {
    return switch (form) {
      case Text text -> true;
      case File file -> file.extent().whole();
      case Fixed fixed -> fixed.head().status() < 400;
      case Disconnect disconnect -> false;
    };
  }

  /** A rough count of the bytes that it takes in memory. */
  int weight() {
    return switch (form) {
      case Text text -> 3000 + text.body().length + (text.gzip() == null ? 0 : text.gzip().length);
      case File file -> 3000;
      case Fixed fixed -> 2000;
      case Disconnect disconnect -> 200;
    };
  }
}
