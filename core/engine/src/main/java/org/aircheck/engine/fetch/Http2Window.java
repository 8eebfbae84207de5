package org.aircheck.engine.fetch;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;

/**
 * How much an HTTP/2 origin may send ahead (RFC 9113, section 5.2): its 64 KiB would throttle every
 * distant host.
 */
final class Http2Window {
  /** Of one answer, in bytes. */
  static final int STREAM = 1024 * 1024;

  private static final int CONNECTION = 4 * 1024 * 1024;

  private Http2Window() {}

  /**
   * Widens the window of a new connection; no setting of HTTP/2 does. Runs on the connection's
   * event loop.
   */
  static void widen(Channel connection) {
    final Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
    if (codec == null) {
      return;
    }
    final Http2Connection http2 = codec.connection();
    try {
      http2.local().flowController().incrementWindowSize(http2.connectionStream(), CONNECTION);
    } catch (Http2Exception e) {
      throw new IllegalStateException("a window of " + CONNECTION + " bytes is too large", e);
    }
  }
}
