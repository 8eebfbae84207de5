package org.aircheck.whole;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.SegmentProbe;
import org.aircheck.engine.vod.ChannelOptions;
import org.aircheck.engine.vod.FolderStreams;
import org.aircheck.engine.vod.Found;
import org.aircheck.engine.vod.IndexFile;
import org.aircheck.engine.vod.Measurer;
import org.aircheck.engine.vod.VodChannel;
import org.aircheck.engine.vod.VodStream;
import org.aircheck.server.LoopServer;
import org.aircheck.testkit.SystemTime;
import org.aircheck.vod.VodPlayout;

/** A server of looped streams, in a test. */
record Loop(LoopServer server, List<VodChannel> channels) implements AutoCloseable {

  static Loop start(Path folder, Path cache, int port) throws Exception {
    return start(folder, cache, port, ChannelOptions.DEFAULTS);
  }

  static Loop start(Path folder, Path cache, int port, ChannelOptions options) throws Exception {
    final Found found = FolderStreams.in(folder, Rig.PROTOCOLS);
    final List<VodChannel> channels = new ArrayList<>();
    for (VodStream stream : found.streams()) {
      channels.add(
          VodChannel.open(
              stream,
              new VodPlayout(),
              options,
              IndexFile.of(folder, stream.name() + "." + stream.protocol(), cache),
              SystemTime.clock().instant()));
    }
    return new Loop(
        LoopServer.start(
            new LoopServer.Options("127.0.0.1", port, true, true),
            channels,
            found.problems(),
            Rig.PROTOCOLS,
            SystemTime.clock()),
        channels);
  }

  void measure() throws InterruptedException {
    final Measurer measurer =
        new Measurer(new SegmentProbe(FfmpegTool.find("ffprobe").orElseThrow()), 2);
    for (VodChannel channel : channels) {
      channel.measure(measurer, SystemTime.clock());
    }
  }

  int port() {
    return server.port();
  }

  String address() {
    return "http://127.0.0.1:" + port() + "/";
  }

  @Override
  public void close() {
    server.close();
  }
}
