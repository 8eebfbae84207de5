package org.aircheck.engine.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.aircheck.engine.time.SystemPacer;
import org.aircheck.spi.ByteRange;

/** Bodies to serve, asks to make and hashes to compare. */
final class Bodies {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final long LIMIT = 10_000_000;

  private Bodies() {}

  static byte[] random(int length) {
    final byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static byte[] gzip(byte[] plain) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static Ask memory(URI uri) {
    return Ask.whole(uri, LIMIT, PATIENCE);
  }

  static Ask impatient(URI uri) {
    return Ask.whole(uri, LIMIT, Duration.ofMillis(300));
  }

  static Ask file(URI uri, Path into) {
    return new Ask(
        uri,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        LIMIT,
        PATIENCE,
        Optional.of(into));
  }

  static Ask range(URI uri, long offset, long length) {
    return new Ask(
        uri,
        Optional.of(new ByteRange(offset, length)),
        Optional.empty(),
        Optional.empty(),
        LIMIT,
        PATIENCE,
        Optional.empty());
  }

  static String text(Exchange exchange) {
    return new String(bytes(exchange), StandardCharsets.UTF_8);
  }

  static byte[] bytes(Exchange exchange) {
    return switch (exchange.body().orElseThrow()) {
      case Received.InMemory memory -> memory.bytes();
      case Received.OnDisk disk -> throw new AssertionError("not in memory: " + disk);
    };
  }

  static Received.OnDisk disk(Exchange exchange) {
    return switch (exchange.body().orElseThrow()) {
      case Received.OnDisk disk -> disk;
      case Received.InMemory memory -> throw new AssertionError("in memory: " + memory.length());
    };
  }

  static HttpOrigin origin(HttpOptions options) {
    final InstantSource clock = InstantSource.system();
    return new HttpOrigin(options, clock, new SystemPacer(clock));
  }
}
