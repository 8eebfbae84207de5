package org.aircheck.server.replay;

/** What becomes of the times in a manifest that players hold their clocks against (DASH). */
public enum ManifestTimes {
  /**
   * They are moved to the viewer's time, so that every player finds the live edge where it was,
   * whether or not it asks for the time.
   */
  SHIFTED,

  /** They stay as recorded, and a player that asks for the time is told the recorded one. */
  RECORDED
}
