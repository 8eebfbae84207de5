package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import org.aircheck.spi.Warning;

/** What was odd in a manifest so far; a hostile one gets no more than a hundred lines. */
final class Warnings {
  private static final int MOST = 100;

  private final List<Warning> list = new ArrayList<>();

  void add(Element at, String message) {
    if (list.size() < MOST) {
      list.add(new Warning(at.line(), message));
    }
  }

  List<Warning> list() {
    return list;
  }
}
