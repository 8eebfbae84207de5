package org.aircheck.engine.vod;

/** Something in a folder that can't be used; the message is for people, one line. */
public final class VodException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a line for people. */
  public VodException(String message) {
    super(message);
  }
}
