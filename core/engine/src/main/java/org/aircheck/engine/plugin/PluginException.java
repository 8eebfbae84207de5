package org.aircheck.engine.plugin;

/** A plugin that can't be used, or can't be installed. The message is for a person to read. */
public final class PluginException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, and what to do. */
  public PluginException(String message) {
    super(message);
  }
}
