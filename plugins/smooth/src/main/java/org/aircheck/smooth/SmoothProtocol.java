package org.aircheck.smooth;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;

/** The Smooth Streaming plugin's extension. Stateless. */
public final class SmoothProtocol implements Protocol {
  private static final String TYPE = "application/vnd.ms-sstr+xml";
  private static final int HEAD = 4_096;

  @Override
  public String id() {
    return "smooth";
  }

  @Override
  public String extension() {
    return "ism";
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    final String head = Text.of(manifest.bytes()).head(HEAD).strip();
    if (head.startsWith("<")) {
      return new Markup(head)
          .next()
          .filter(root -> root.name().equals("SmoothStreamingMedia"))
          .map(root -> Recognition.CONTENT)
          .orElse(Recognition.NONE);
    }
    if (!head.isEmpty()) {
      return Recognition.NONE;
    }
    final String type = manifest.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals(TYPE) ? Recognition.CONTENT_TYPE : Recognition.NONE;
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    return SmoothReader.read(manifest);
  }

  /** The shift is of no concern: a client manifest's times are the media's. */
  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    return manifest.withBytes(SmoothReaddresser.readdress(manifest, addresses));
  }

  @Override
  public Optional<Lookahead> lookahead() {
    return Optional.of(Tfrf::after);
  }
}
