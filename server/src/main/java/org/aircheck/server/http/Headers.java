package org.aircheck.server.http;

import java.time.Instant;
import java.util.Map;

/**
 * What the heads of all answers for one resource say alike.
 *
 * @param contentType empty when the origin gave none
 * @param cacheControl how long a viewer may keep it; {@link #UNTIL}: as long as it holds
 * @param until how long it holds
 * @param varies whether there is a compressed form
 * @param others from the channel
 */
record Headers(
    String contentType,
    Validators validators,
    String cacheControl,
    Instant until,
    boolean varies,
    Map<String, String> others) {
  /** See {@link org.aircheck.server.channel.Answer}. */
  static final String UNTIL = "until";

  /** A head for some bytes of the resource. */
  Head.Builder head(int status, String etagSuffix) {
    final Head.Builder head = notModified(status, etagSuffix);
    if (!contentType.isEmpty()) {
      head.with("Content-Type", contentType);
    }
    return head;
  }

  /** The headers that a 304 has too (RFC 9110 section 15.4.5). */
  Head.Builder notModified(int status, String etagSuffix) {
    final Head.Builder head =
        Head.of(status)
            .withAll(others)
            .with("ETag", "\"" + validators.etag() + etagSuffix + "\"")
            .with("Cache-Control", cacheControl);
    if (cacheControl.equals(UNTIL)) {
      head.freshUntil(until);
    }
    if (varies) {
      head.with("Vary", "Accept-Encoding");
    }
    return head;
  }
}
