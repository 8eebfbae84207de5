package org.aircheck.engine.store;

/** What a committed batch survives. */
public enum Durability {
  /**
   * The end of the process and a loss of power: files and rows are on the medium before a batch
   * counts as written.
   */
  SYNCHRONOUS,
  /**
   * The end of the process only; for simulations and tests that write much more than a live
   * recording does.
   */
  RELAXED
}
