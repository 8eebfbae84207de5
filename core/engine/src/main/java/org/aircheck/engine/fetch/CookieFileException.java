package org.aircheck.engine.fetch;

/**
 * A cookie file can't be used. The message is one line: which file, which line, what is wrong;
 * never a cookie.
 */
public final class CookieFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CookieFileException(String message) {
    super(message);
  }

  CookieFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
