package org.aircheck.testkit.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aircheck.spi.Manifest;

/** Bytes that no origin would send as a manifest, or hardly. */
final class Arbitrary {
  private static final URI ADDRESS = URI.create("http://o.test/a/b/manifest?x=1");

  private Arbitrary() {}

  static Manifest manifest(List<Manifest> samples, Random random) {
    return new Manifest(ADDRESS, "", body(samples.stream().map(Manifest::bytes).toList(), random));
  }

  /** Noise, or a sample with pieces changed, lost, doubled or taken from another. */
  static byte[] body(List<byte[]> samples, Random random) {
    if (samples.isEmpty() || random.nextInt(8) == 0) {
      final byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      return noise;
    }
    final byte[] sample = samples.get(random.nextInt(samples.size()));
    final byte[] other = samples.get(random.nextInt(samples.size()));
    return switch (random.nextInt(4)) {
      case 0 -> flipped(sample, random);
      case 1 -> Arrays.copyOf(sample, random.nextInt(sample.length + 1));
      case 2 -> joined(piece(sample, random), piece(other, random));
      default -> joined(joined(piece(sample, random), number(random)), piece(sample, random));
    };
  }

  /** A manifest's beginning, to be shown in a failure. */
  static String shown(Manifest manifest) {
    final byte[] bytes = manifest.bytes();
    return new String(bytes, 0, Math.min(bytes.length, 3_000), StandardCharsets.ISO_8859_1);
  }

  private static byte[] flipped(byte[] sample, Random random) {
    final byte[] bytes = sample.clone();
    for (int i = random.nextInt(20); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] piece(byte[] sample, Random random) {
    final int from = random.nextInt(sample.length + 1);
    return random.nextBoolean()
        ? Arrays.copyOf(sample, from)
        : Arrays.copyOfRange(sample, from, sample.length);
  }

  private static byte[] number(Random random) {
    final long[] odd = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong()};
    return Long.toString(odd[random.nextInt(odd.length)]).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] a, byte[] b) {
    final byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
