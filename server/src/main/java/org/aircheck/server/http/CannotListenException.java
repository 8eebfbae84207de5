package org.aircheck.server.http;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;

/**
 * The server can't have its address. The message is one line: what is the matter and what to do.
 */
public final class CannotListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CannotListenException(String message, Throwable cause) {
    super(message, cause);
  }

  static CannotListenException of(String host, int port, Throwable cause) {
    final String text = Optional.ofNullable(cause.getMessage()).orElse("").toLowerCase(Locale.ROOT);
    final String message;
    if (text.contains("in use")) {
      message = "port " + port + " is in use; choose another";
    } else if (text.contains("permission denied")) {
      message = "port " + port + " may only be used by root; choose one above 1023";
    } else if (cause instanceof UnresolvedAddressException
        || cause instanceof UnknownHostException
        || cause.getCause() instanceof UnknownHostException) {
      message = "the host " + host + " is not known; name one of this machine's addresses";
    } else if (cause instanceof BindException || text.contains("assign")) {
      message = host + " is none of this machine's addresses; name one, or 0.0.0.0 for all";
    } else {
      message = "can't listen on " + host + ":" + port + ": " + cause.getMessage();
    }
    return new CannotListenException(message, cause);
  }
}
