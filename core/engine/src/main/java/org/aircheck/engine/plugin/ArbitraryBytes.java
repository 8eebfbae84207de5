package org.aircheck.engine.plugin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/** Gives a protocol bytes that no origin would send: its contract says that it stands them. */
final class ArbitraryBytes {
  private static final URI ADDRESS = URI.create("http://origin.test/a/manifest");
  private static final int TURNS = 400;

  private ArbitraryBytes() {}

  /**
   * What a protocol does against its contract; empty when it stood everything.
   *
   * @param samples that are changed, beside bytes that are nothing at all
   */
  static Optional<PluginHost.Defect> defect(GuardedProtocol protocol, List<Manifest> samples) {
    // The same bytes each time: who mends a plugin must see the same again.
    final Random random = new Random(1);
    final List<byte[]> seeds = new ArrayList<>(samples.stream().map(Manifest::bytes).toList());
    seeds.add(new byte[0]);
    seeds.add(new byte[600]);
    seeds.add("<a b='c'><d/>\n#EXTM3U\n1,2,3\n{}".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < TURNS; i++) {
      final Manifest manifest =
          new Manifest(ADDRESS, "", changed(seeds.get(i % seeds.size()), random));
      try {
        protocol.prove(manifest, Instant.EPOCH, Duration.ofSeconds(5));
      } catch (MalformedManifestException allowed) {
        // what the contract has for it
      } catch (PluginFailure e) {
        return Optional.of(new PluginHost.Defect(e.getMessage(), manifest));
      }
    }
    return Optional.empty();
  }

  private static byte[] changed(byte[] seed, Random random) {
    final byte[] bytes = seed.clone();
    if (bytes.length == 0) {
      return bytes;
    }
    final int changes = random.nextInt(1 + Math.min(40, bytes.length));
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }
}
