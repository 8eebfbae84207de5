package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.spi.ByteRange;

/** Keys, initialization sections and companions: fetched like segments, before they can vanish. */
final class Assets {
  /**
   * How long to try for something without which media is worth nothing, as no list says when it
   * goes.
   */
  private static final Duration KEPT = Duration.ofMinutes(2);

  private Assets() {}

  /** Notes a new version of an asset and begins to fetch it. */
  static Asset announce(
      Desk desk,
      Downloads downloads,
      OptionalLong track,
      ExchangeKind kind,
      URI uri,
      Optional<ByteRange> range,
      Structure.Scope scope) {
    final Asset asset =
        new Asset(
            desk.writer().newId(),
            track,
            kind,
            uri,
            range,
            SegmentState.PENDING,
            desk.now(),
            OptionalLong.empty());
    desk.writer().asset(asset);
    final Download download =
        downloads.add(
            new Download.Target(kind, track, uri, range, scope, Duration.ZERO, 0),
            (state, exchange, sha256, error) -> {
              desk.writer()
                  .asset(
                      new Asset(
                          asset.id(), track, kind, uri, range, state, asset.announced(), exchange));
              if (state != SegmentState.COMPLETE) {
                desk.trouble(
                    "can't get "
                        + kind.name().toLowerCase(java.util.Locale.ROOT)
                        + " "
                        + uri
                        + ": "
                        + error);
              }
            });
    downloads.expires(download, desk.now().plus(KEPT));
    return asset;
  }
}
