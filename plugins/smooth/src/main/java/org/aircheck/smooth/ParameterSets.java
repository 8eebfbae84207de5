package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NAL units in a row, each behind a start code (ITU-T H.264 annex B). */
final class ParameterSets {
  private static final int MOST = 16;

  private ParameterSets() {}

  /** The units, without their start codes. */
  static List<byte[]> of(byte[] data) {
    final List<byte[]> units = new ArrayList<>();
    int from = -1;
    for (int i = 0; i + 2 < data.length; i++) {
      if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1) {
        if (from >= 0) {
          add(units, data, from, i);
        }
        from = i + 3;
      }
    }
    if (from >= 0) {
      add(units, data, from, data.length);
    }
    return units;
  }

  /** Those of a type, at most as many as a configuration can hold. */
  static List<byte[]> ofType(List<byte[]> units, int type) {
    return units.stream().filter(unit -> (unit[0] & 0x1F) == type).limit(MOST).toList();
  }

  /** Zeros in front of a start code belong to it. */
  private static void add(List<byte[]> units, byte[] data, int from, int to) {
    int end = to;
    while (end > from && data[end - 1] == 0) {
      end--;
    }
    if (end > from) {
      units.add(Arrays.copyOfRange(data, from, end));
    }
  }
}
