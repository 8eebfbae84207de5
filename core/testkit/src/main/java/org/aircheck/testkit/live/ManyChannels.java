package org.aircheck.testkit.live;

import java.util.ArrayList;
import java.util.List;

/**
 * Channels that differ in their segments' bytes only, at {@code /ch0/master.m3u8}, {@code
 * /ch1/master.m3u8}, ...
 */
final class ManyChannels implements Site {
  private final List<ChannelModel> channels = new ArrayList<>();

  ManyChannels(ChannelModel pattern, int count) {
    for (int i = 0; i < count; i++) {
      channels.add(pattern.labelled("ch" + i));
    }
  }

  @Override
  public Reply reply(Visit visit) {
    final String path = visit.path();
    final int slash = path.indexOf('/', 1);
    if (slash < 0 || !path.substring(0, slash).matches("/ch\\d{1,6}")) {
      return Reply.status(404, "not found");
    }
    final int channel = Integer.parseInt(path.substring(3, slash));
    if (channel >= channels.size()) {
      return Reply.status(404, "no such channel");
    }
    final Visit inside =
        new Visit(
            visit.authority(),
            path.substring(slash),
            visit.query(),
            visit.elapsed(),
            visit.attempt());
    return channels.get(channel).reply(inside);
  }
}
