package org.aircheck.engine.protocol;

import org.aircheck.spi.MalformedManifestException;

/** A manifest could not be read, and it is the plugin that is broken and not the manifest. */
public final class BrokenProtocolException extends MalformedManifestException {
  private static final long serialVersionUID = 1L;

  /**
   * A plugin broke its contract.
   *
   * @param message names it
   */
  public BrokenProtocolException(String message) {
    super(message);
  }
}
