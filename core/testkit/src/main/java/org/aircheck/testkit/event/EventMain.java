package org.aircheck.testkit.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.aircheck.testkit.SystemTime;
import org.aircheck.testkit.process.Ffmpeg;

/**
 * An event's origin as a program of its own: {@code EventMain --media DIR --segments 305 --latency
 * 50 --gone 120000}, times in milliseconds. Prints the manifest's address as the first line, then
 * serves until it is killed.
 */
public final class EventMain {
  private EventMain() {}

  /** Runs until killed. */
  public static void main(String[] arguments) throws Exception {
    final Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    final int segments = Integer.parseInt(options.getOrDefault("--segments", "305"));
    final long latency = Long.parseLong(options.getOrDefault("--latency", "0"));
    final long gone = Long.parseLong(options.getOrDefault("--gone", "0"));
    final long pace = Long.parseLong(options.getOrDefault("--pace", "500"));
    final int toCome = Integer.parseInt(options.getOrDefault("--to-come", "1"));
    final long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
    final EventMedia media =
        EventMedia.encode(
            Ffmpeg.find().orElseThrow(),
            Path.of(options.getOrDefault("--media", ".")),
            segments,
            seed);
    final EventPlan plan =
        EventPlan.sound()
            .latency(Duration.ofMillis(latency))
            .toCome(toCome, Duration.ofMillis(pace))
            .without(0, gone);
    final EventOrigin origin = EventOrigin.start(media, plan, SystemTime.clock());
    System.out.println(origin.uri());
    System.out.flush();
    Thread.currentThread().join();
  }
}
