package org.aircheck.dash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;

/** The DASH plugin's extension. Stateless. */
public final class DashProtocol implements Protocol {
  private static final String TYPE = "application/dash+xml";

  /** The first element, behind what XML allows in front of it. */
  private static final Pattern ROOT =
      Pattern.compile("<(?:[A-Za-z_][\\w.-]*:)?([A-Za-z_][\\w.-]*)");

  @Override
  public String id() {
    return "dash";
  }

  @Override
  public String extension() {
    return "mpd";
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    final byte[] bytes = manifest.bytes();
    final String head =
        new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .replace("\0", "") // UTF-16 looks like this
            .strip();
    if (head.startsWith("<")) {
      final var root = ROOT.matcher(head);
      return root.find() && root.group(1).equals("MPD") ? Recognition.CONTENT : Recognition.NONE;
    }
    if (head.startsWith("#EXT") || head.startsWith("{")) {
      return Recognition.NONE;
    }
    final String type = manifest.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    final String path = String.valueOf(manifest.uri().getRawPath()).toLowerCase(Locale.ROOT);
    if (type.equals(TYPE)) {
      return Recognition.CONTENT_TYPE;
    }
    return path.endsWith(".mpd") ? Recognition.ADDRESS : Recognition.NONE;
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    return DashReader.read(manifest, now);
  }

  @Override
  public Optional<ManifestWriter> writer() {
    return Optional.of((presentation, like) ->
        like.withBytes(DashWriter.write(presentation).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    return manifest.withBytes(DashReaddresser.readdress(manifest, addresses, shift));
  }

  @Override
  public boolean heedsShift() {
    return true;
  }
}
