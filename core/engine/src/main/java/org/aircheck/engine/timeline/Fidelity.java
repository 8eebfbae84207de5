package org.aircheck.engine.timeline;

/** How much of the origin's behaviour is reproduced; each grade includes the ones before it. */
public enum Fidelity {
  /** What was served well: manifests as they changed, media whenever it is asked for. */
  CONTENT,
  /** Also the origin's errors while it gave them, and no media before it was announced. */
  ANSWERS,
  /** Also how long the origin took. */
  TIMING
}
