package org.aircheck.engine.record;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/**
 * Reads the fetched manifests of a channel with the protocol that recognises them. Used by one
 * thread.
 */
final class ManifestReader {
  private Protocols protocols;

  ManifestReader(Protocols protocols) {
    this.protocols = protocols;
  }

  Protocols.Read read(Exchange exchange, Map<String, String> context, Instant now)
      throws MalformedManifestException {
    final byte[] bytes =
        exchange.body().orElse(null) instanceof Received.InMemory memory
            ? memory.bytes()
            : new byte[0];
    final Manifest manifest =
        new Manifest(
            exchange.uri(), exchange.headers().getOrDefault("content-type", ""), context, bytes);
    final Protocols.Read read = protocols.read(manifest, now);
    protocols = protocols.after(read.protocol());
    return read;
  }

  /**
   * Where a fetched manifest's references resolve against, together with its content: what makes a
   * version.
   */
  static String version(Exchange exchange) {
    final URI uri = exchange.uri();
    return exchange.body().map(Received::sha256).orElse("") + " " + uri;
  }
}
