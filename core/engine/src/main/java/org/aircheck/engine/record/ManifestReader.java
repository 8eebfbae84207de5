package org.aircheck.engine.record;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Received;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;

/** Reads a manifest with the protocol that recognises it. */
final class ManifestReader {
  private final List<Protocol> protocols;

  ManifestReader(List<Protocol> protocols) {
    this.protocols = protocols;
  }

  /** A manifest as read. */
  record Version(String protocol, Presentation presentation) {}

  Version read(Exchange exchange, Map<String, String> context, Instant now)
      throws MalformedManifestException {
    final Manifest manifest = manifest(exchange, context);
    final Protocol protocol =
        protocols.stream()
            .filter(p -> p.recognises(manifest))
            .findFirst()
            .orElseThrow(() -> new MalformedManifestException(unknown(manifest)));
    return new Version(protocol.id(), read(protocol, manifest, now));
  }

  /** A plugin that breaks its contract must not take the recording down. */
  private static Presentation read(Protocol protocol, Manifest manifest, Instant now)
      throws MalformedManifestException {
    try {
      return protocol.read(manifest, now);
    } catch (RuntimeException e) {
      throw new MalformedManifestException("the plugin \"" + protocol.id() + "\" failed: " + e);
    }
  }

  private static Manifest manifest(Exchange exchange, Map<String, String> context) {
    final byte[] bytes =
        exchange.body().orElse(null) instanceof Received.InMemory memory
            ? memory.bytes()
            : new byte[0];
    return new Manifest(
        exchange.uri(), exchange.headers().getOrDefault("content-type", ""), context, bytes);
  }

  private String unknown(Manifest manifest) {
    final Optional<String> missing = missingPlugin(manifest);
    if (missing.isPresent()) {
      return missing.get() + "; its plugin is not installed (installed: " + installed() + ")";
    }
    final byte[] bytes = manifest.bytes();
    if (bytes.length == 0) {
      return "the answer is empty, no manifest";
    }
    final String type =
        manifest.contentType().isEmpty() ? "no content type" : manifest.contentType();
    return "the answer is no manifest ("
        + type
        + ", "
        + bytes.length
        + " bytes); installed plugins: "
        + installed();
  }

  /** Names the plugin that would read a manifest of a protocol that is known by sight. */
  private static Optional<String> missingPlugin(Manifest manifest) {
    final byte[] bytes = manifest.bytes();
    final String head =
        new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8)
            .toLowerCase(Locale.ROOT);
    if (head.matches("(?s).*<(\\w+:)?mpd[\\s>].*")) {
      return Optional.of("this is an MPD, which the plugin \"dash\" reads");
    }
    if (head.contains("<smoothstreamingmedia")) {
      return Optional.of(
          "this is a Smooth Streaming manifest, which a plugin \"smooth\" would read");
    }
    return head.contains("#extm3u")
        ? Optional.of("this is an HLS playlist, which the plugin \"hls\" reads")
        : Optional.empty();
  }

  private String installed() {
    return protocols.isEmpty()
        ? "none"
        : protocols.stream().map(Protocol::id).collect(Collectors.joining(", "));
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
