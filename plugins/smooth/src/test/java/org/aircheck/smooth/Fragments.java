package org.aircheck.smooth;

/** Fragments that tell of those after them ([MS-SSTR] section 2.2.4.5). */
final class Fragments {
  private static final String TFRF = "d4807ef2ca3946958e5426cb9e46a79f";

  private Fragments() {}

  /** One with starts and durations in turn. */
  static byte[] telling(long... timesAndDurations) {
    return Boxes.box("moof", Boxes.box("traf", tfrf(timesAndDurations)));
  }

  /** The box alone. */
  static byte[] tfrf(long... timesAndDurations) {
    final Boxes content = new Boxes().hex(TFRF).int32(1 << 24).int8(timesAndDurations.length / 2);
    for (long number : timesAndDurations) {
      content.int32(number >> 32).int32(number);
    }
    return Boxes.box("uuid", content.written());
  }
}
