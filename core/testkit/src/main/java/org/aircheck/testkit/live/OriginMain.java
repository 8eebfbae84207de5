package org.aircheck.testkit.live;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.aircheck.testkit.SystemTime;

/**
 * An origin with many live channels, as a program of its own: {@code OriginMain --port 0 --channels
 * 50 --variants 3 --segment 1s --window 10 --bytes 100k}. With {@code --media DIR} the segments are
 * the files {@code DIR/v0/0.ts}, {@code DIR/v0/1.ts}, ... Prints its port as the first line, then
 * serves {@code /ch0/master.m3u8}, {@code /ch1/master.m3u8}, ... until it is killed.
 */
public final class OriginMain {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--port",
          "0",
          "--channels",
          "1",
          "--variants",
          "1",
          "--segment",
          "1s",
          "--window",
          "10",
          "--bytes",
          "100k",
          "--media",
          "");

  private OriginMain() {}

  /** Runs until killed. */
  public static void main(String[] arguments) throws InterruptedException {
    final Map<String, String> options = options(arguments);
    final int window = Integer.parseInt(option(options, "--window"));
    final int bytes = bytes(option(options, "--bytes"));
    final LiveChannel channel =
        LiveChannel.of(duration(option(options, "--segment")), window, Integer.MAX_VALUE)
            .withVariants(Variant.videos(Integer.parseInt(option(options, "--variants")), bytes))
            .withHeadStart(window);
    final InstantSource clock = SystemTime.clock();
    final Instant start = clock.instant();
    final String media = option(options, "--media");
    final ChannelModel model =
        media.isEmpty()
            ? new ChannelModel(channel, start)
            : ChannelModel.encoded(channel, start, Path.of(media));
    final Site site = new ManyChannels(model, Integer.parseInt(option(options, "--channels")));
    final int port = Integer.parseInt(option(options, "--port"));
    final LiveHlsOrigin origin =
        LiveHlsOrigin.listen(port, model, new Desk(site, start, clock, 0), clock);
    System.out.println(origin.port());
    System.out.flush();
    Thread.currentThread().join();
  }

  private static Map<String, String> options(String[] arguments) {
    final Map<String, String> options = new HashMap<>(DEFAULTS);
    for (int i = 0; i < arguments.length; i += 2) {
      if (!DEFAULTS.containsKey(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("not an option with a value: " + arguments[i]);
      }
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private static String option(Map<String, String> options, String name) {
    return options.getOrDefault(name, "");
  }

  /** {@code 1s}, {@code 0.5s}. */
  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  /** {@code 100k}, {@code 4M}, {@code 5000}. */
  private static int bytes(String text) {
    final String number = text.replaceFirst("[kM]$", "");
    final int unit = text.endsWith("k") ? 1_000 : text.endsWith("M") ? 1_000_000 : 1;
    return Math.multiplyExact(Integer.parseInt(number), unit);
  }
}
