package org.aircheck.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one streaming protocol writes its manifests.
 *
 * <p>An implementation is pure functions over bytes: it reads no clock (the time is passed in),
 * opens no connection or file, and keeps no state between calls. It is called from many threads at
 * once. Whatever bytes it is given, it throws nothing but {@link MalformedManifestException}, and
 * returns soon: what a few bytes can stand for without bound (repetitions, lengths, depths) it
 * caps.
 *
 * <p>{@link #recognises}, {@link #read} and {@link #readdress} are all that recording and replaying
 * need; what else it can do has a method that says so.
 */
public interface Protocol {

  /**
   * The protocol's short name, unique among the loaded plugins: {@code "hls"}. Up to 32 letters
   * a-z, digits and hyphens, the first no hyphen.
   */
  String id();

  /**
   * How names of its manifests end, without a dot, up to 10 letters a-z and digits: {@code "m3u8"}.
   * Viewers of a replay begin at {@code /stream.} with this ending; nothing is recognised by it.
   */
  String extension();

  /**
   * Whether a manifest is of this protocol, and what that is seen by; also one that only tracks
   * have (a media playlist, a bootstrap). Cheap: a look at the start.
   */
  Recognition recognises(Manifest manifest);

  /**
   * Reads a manifest, tolerantly: what it does not know it keeps, what is odd becomes a {@link
   * Warning}. Times lie within 10<sup>12</sup> seconds of zero or of 1970, and there are at most
   * 2,000,000 segments and 10,000 tracks; what a manifest says beyond that is left out or refused.
   *
   * @param now on the origin's clock: what a manifest that counts with its clients' clocks lists
   *     depends on it
   * @throws MalformedManifestException when the bytes are no manifest of this protocol at all, or
   *     break a cap on size or count
   */
  Presentation read(Manifest manifest, Instant now) throws MalformedManifestException;

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

  /** How its manifests are written; empty when it can only be recorded and replayed. */
  default Optional<ManifestWriter> writer() {
    return Optional.empty();
  }

  /** How a segment tells of those after it, in the protocols where segments do. */
  default Optional<Lookahead> lookahead() {
    return Optional.empty();
  }
}
