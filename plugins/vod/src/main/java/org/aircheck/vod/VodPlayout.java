package org.aircheck.vod;

import org.aircheck.spi.Broadcast;
import org.aircheck.spi.Playout;
import org.aircheck.spi.Schedule;

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
