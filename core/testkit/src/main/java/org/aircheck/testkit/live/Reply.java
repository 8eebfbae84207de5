package org.aircheck.testkit.live;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.aircheck.spi.ByteRange;

/**
 * One answer.
 *
 * @param status of HTTP
 * @param headers without those that follow from the body and the clock: Content-Length, Date
 * @param body not copied, not to be changed
 * @param delivery how it gets onto the wire
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the socket; compared by nobody
public record Reply(int status, Map<String, String> headers, byte[] body, Delivery delivery) {

  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** A body of a type, with 200. */
  public static Reply ok(String contentType, byte[] body) {
    return new Reply(200, Map.of("Content-Type", contentType), body, new Delivery.Whole());
  }

  /** A status with a line of text. */
  public static Reply status(int status, String message) {
    final byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return new Reply(status, Map.of("Content-Type", "text/plain"), body, new Delivery.Whole());
  }

  /** A redirect. */
  public static Reply redirect(int status, String location) {
    return new Reply(status, Map.of("Location", location), new byte[0], new Delivery.Whole());
  }

  /** The same, delivered otherwise. */
  public Reply delivered(Delivery other) {
    return new Reply(status, headers, body, other);
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    final Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, delivery);
  }

  /** The same type with other bytes; a validator no longer fits. */
  public Reply withBody(byte[] other) {
    final Map<String, String> rest = new HashMap<>(headers);
    rest.remove("ETag");
    return new Reply(status, rest, other, delivery);
  }

  /**
   * What is sent to a client that has a version already, or wants a part: 304, 206, 416. Every body
   * of a 200 gets an ETag.
   *
   * @param ifNoneMatch the header's value, as sent
   * @param range the wanted part
   */
  public Reply conditional(Optional<String> ifNoneMatch, Optional<ByteRange> range) {
    if (status != 200) {
      return this;
    }
    final Reply tagged = headers.containsKey("ETag") ? this : with("ETag", etag());
    if (ifNoneMatch.isPresent()
        && ifNoneMatch.equals(Optional.ofNullable(tagged.headers.get("ETag")))) {
      return new Reply(304, tagged.headers, new byte[0], delivery);
    }
    return range.map(tagged::part).orElse(tagged);
  }

  private Reply part(ByteRange range) {
    if (range.offset() >= body.length) {
      return status(416, "no such range").with("Content-Range", "bytes */" + body.length);
    }
    final int end = (int) Math.min(range.end(), body.length);
    final byte[] part = Arrays.copyOfRange(body, (int) range.offset(), end);
    final String header = "bytes " + range.offset() + "-" + (end - 1) + "/" + body.length;
    return new Reply(206, headers, part, delivery).with("Content-Range", header);
  }

  private String etag() {
    final CRC32C crc = new CRC32C();
    crc.update(body);
    return "\"" + Long.toHexString(crc.getValue()) + "-" + body.length + "\"";
  }
}
