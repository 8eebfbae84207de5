package org.aircheck.vod;

import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Playout;
import org.aircheck.spi.playout.Schedule;

/** The VOD plugin's extension. Stateless. */
public final class VodPlayout implements Playout {
  @Override
  public String id() {
    return "vod";
  }

  @Override
  public Broadcast broadcast(Schedule schedule) {
    return new VodBroadcast(schedule);
  }
}
