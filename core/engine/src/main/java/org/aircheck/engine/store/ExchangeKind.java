package org.aircheck.engine.store;

/** What a request was made for. The names are stored: never rename one. */
public enum ExchangeKind {
  /** A multivariant playlist, media playlist or MPD. */
  MANIFEST,
  /** A decryption key. */
  KEY,
  /** An initialization section. */
  INITIALIZATION,
  /** Media. */
  SEGMENT,
  /** Another document that the manifest points at: session data, a session key. */
  COMPANION,
  /** The time on the origin's clock. */
  CLOCK
}
