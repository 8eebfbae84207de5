package org.aircheck.testkit.live;

import java.util.List;

/**
 * What goes wrong between a site and its client: a pure function. See {@link Faults} for the usual
 * ones.
 */
@FunctionalInterface
public interface Fault {
  /**
   * The answer that the client gets.
   *
   * @param visit the request
   * @param healthy what is behind the fault: to be asked, asked otherwise, or not asked at all
   */
  Reply apply(Visit visit, Site healthy);

  /** A site with faults; the first is the client's nearest. */
  static Site around(Site site, List<Fault> faults) {
    Site faulty = site;
    for (Fault fault : faults.reversed()) {
      final Site inner = faulty;
      faulty = visit -> fault.apply(visit, inner);
    }
    return faulty;
  }
}
