package org.aircheck.engine.fetch;

/** An attempt came to nothing; the message is a sentence for {@link Exchange#error()}. */
final class FetchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  FetchFailure(String message) {
    // A value on its way to the exchange: nobody looks at its stack trace.
    super(message, null, false, false);
  }

  /** The sentence. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
