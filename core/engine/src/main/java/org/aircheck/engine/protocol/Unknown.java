package org.aircheck.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.aircheck.spi.Manifest;

/** Says what a manifest is that no protocol recognises. */
final class Unknown {
  private Unknown() {}

  /** What it is, in one line. */
  static String of(Manifest manifest, String installed) {
    final byte[] bytes = manifest.bytes();
    final Optional<String> known =
        known(
            new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT));
    if (known.isPresent()) {
      return known.get() + "; its plugin is not installed (installed: " + installed + ")";
    }
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
        + installed;
  }

  /** Names the plugin that would read a manifest of a protocol that is known by sight. */
  private static Optional<String> known(String head) {
    if (head.matches("(?s).*<(\\w+:)?mpd[\\s>].*")) {
      return Optional.of("this is an MPD, which the plugin \"dash\" reads");
    }
    if (head.contains("<smoothstreamingmedia")) {
      return Optional.of("this is a Smooth Streaming manifest, which the plugin \"smooth\" reads");
    }
    return head.contains("#extm3u")
        ? Optional.of("this is an HLS playlist, which the plugin \"hls\" reads")
        : Optional.empty();
  }
}
