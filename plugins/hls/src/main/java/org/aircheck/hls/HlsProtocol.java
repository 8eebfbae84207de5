package org.aircheck.hls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;

/** The HLS plugin's extension. Stateless. */
public final class HlsProtocol implements Protocol {
  private static final Set<String> TYPES =
      Set.of(
          "application/vnd.apple.mpegurl",
          "application/x-mpegurl",
          "application/mpegurl",
          "audio/mpegurl",
          "audio/x-mpegurl");

  @Override
  public String id() {
    return "hls";
  }

  @Override
  public String extension() {
    return "m3u8";
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    final byte[] bytes = manifest.bytes();
    final String head =
        new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .strip();
    if (head.startsWith("#EXTM3U")) {
      return Recognition.CONTENT;
    }
    if (head.startsWith("<") || head.startsWith("{")) {
      return Recognition.NONE;
    }
    final String type = manifest.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    final String path = String.valueOf(manifest.uri().getRawPath()).toLowerCase(Locale.ROOT);
    if (TYPES.contains(type)) {
      return Recognition.CONTENT_TYPE;
    }
    return path.endsWith(".m3u8") || path.endsWith(".m3u") ? Recognition.ADDRESS : Recognition.NONE;
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    return HlsReader.read(manifest);
  }

  @Override
  public Optional<ManifestWriter> writer() {
    return Optional.of(HlsProtocol::write);
  }

  private static Manifest write(Presentation presentation, Manifest like) {
    final boolean multivariant =
        presentation.tracks().stream().allMatch(t -> t.manifest().isPresent());
    final String text =
        multivariant ? MultivariantWriter.write(presentation) : HlsWriter.write(presentation);
    return like.withBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The shift is of no concern: a playlist's dates are the programme's, and no player holds its
   * clock against them.
   */
  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    return manifest.withBytes(HlsReaddresser.readdress(manifest, addresses));
  }
}
