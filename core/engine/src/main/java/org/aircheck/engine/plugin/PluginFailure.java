package org.aircheck.engine.plugin;

/** A plugin broke its contract; the message names it and its file, in one line. */
final class PluginFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginFailure(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
