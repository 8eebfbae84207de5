package org.aircheck.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * How one streaming protocol writes its manifests.
 *
 * <p>An implementation is three pure functions over bytes: it reads no clock (the time is passed
 * in), opens no connection or file, and keeps no state between calls. It is called from many
 * threads at once. Whatever bytes it is given, it throws nothing but {@link
 * MalformedManifestException}.
 */
public interface Protocol {

  /** The protocol's short name in lower case, unique among the loaded plugins: {@code "hls"}. */
  String id();

  /**
   * Whether a manifest is of this protocol, by its first bytes, its content type or its address, in
   * this order.
   */
  boolean recognises(Manifest manifest);

  /**
   * Reads a manifest, tolerantly: what it does not know it keeps, what is odd becomes a {@link
   * Warning}.
   *
   * @param now on the origin's clock: what a manifest that counts with its clients' clocks lists
   *     depends on it
   * @throws MalformedManifestException when the bytes are no manifest of this protocol at all, or
   *     break a cap on size or count
   */
  Presentation read(Manifest manifest, Instant now) throws MalformedManifestException;

  /**
   * Writes a presentation, as a live window or as a whole, with the addresses that it has.
   *
   * <p>In a protocol whose tracks have manifests of their own it is either of one track with its
   * segments, or of all tracks with the addresses of their manifests.
   *
   * @return a manifest whose {@link Manifest#uri()} is {@code like.uri()}
   */
  Manifest write(Presentation presentation, Manifest like);

  /**
   * Points the manifest's absolute and root-relative addresses elsewhere and keeps every other
   * byte.
   *
   * <p>References that are relative to the manifest stay as they are: they resolve against the
   * place where the manifest is served.
   *
   * @param shift how much later than recorded the manifest is served; only protocols whose
   *     manifests carry absolute times that a player's clock is held against need it (DASH), and
   *     those move the times by it
   * @throws MalformedManifestException when the bytes can't be read as a manifest of this protocol
   */
  Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException;

  /**
   * Whether {@link #readdress} heeds its shift, so that viewers who began at different times need
   * different bytes.
   */
  default boolean heedsShift() {
    return false;
  }
}
