package org.aircheck.engine.media;

/** ffmpeg or ffprobe could not do what was asked; the message is for people. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  MediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
