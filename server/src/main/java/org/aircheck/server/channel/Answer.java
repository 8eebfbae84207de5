package org.aircheck.server.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A channel's answer, and how long it stays the same.
 *
 * @param outcome what to send
 * @param until the first instant at which the same request may be answered otherwise; {@link
 *     Instant#MAX} for never
 * @param pacing how slowly to send it, when that is to be reproduced
 */
public record Answer(Outcome outcome, Instant until, Optional<Pacing> pacing) {

  /** An answer that is sent as fast as it can be. */
  public Answer(Outcome outcome, Instant until) {
    this(outcome, until, Optional.empty());
  }

  /** What to send. */
  public sealed interface Outcome {}

  /**
   * A body in memory, such as a manifest.
   *
   * @param bytes not copied, not to be changed
   * @param contentType the value of the header
   * @param etag a strong validator, without quotes
   * @param headers others to send along, names in lower case; {@code cache-control: until} stands
   *     for an age that lasts as long as the answer holds
   */
  @SuppressWarnings("ArrayRecordComponent") // handed straight to the socket; compared by nobody
  public record Text(byte[] bytes, String contentType, String etag, Map<String, String> headers)
      implements Outcome {}

  /**
   * A file, or a recorded part of a larger resource.
   *
   * @param file absolute
   * @param length of the file, in bytes
   * @param position where the file's first byte stands in the resource: 0 unless it is a part
   * @param total the resource's length; empty when it is not known, then only parts can be served
   * @param contentType the value of the header
   * @param etag a strong validator, without quotes
   * @param headers others to send along
   */
  public record File(
      Path file,
      long length,
      long position,
      OptionalLong total,
      String contentType,
      String etag,
      Map<String, String> headers)
      implements Outcome {}

  /**
   * How an origin sent a body.
   *
   * @param firstByte from request to answer
   * @param transfer from the answer's beginning to its end
   */
  public record Pacing(Duration firstByte, Duration transfer) {}

  /**
   * No body but a line for people.
   *
   * @param code an HTTP status, 400 to 599
   * @param headers to send along, such as Retry-After
   */
  public record Status(int code, String message, Map<String, String> headers) implements Outcome {}

  /** To be found elsewhere: 302, or another code that the origin used. */
  public record Redirect(int code, String location) implements Outcome {}

  /** The connection is closed without an answer, as the origin did. */
  public record Disconnect() implements Outcome {}
}
