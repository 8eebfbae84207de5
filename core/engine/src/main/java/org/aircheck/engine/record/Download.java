package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.spi.ByteRange;

/**
 * Something that a manifest announced and that is still to be had. Used by the recorder's thread.
 */
final class Download {

  /**
   * What expires first goes first; then keys and initialization sections, without which media is
   * worth nothing.
   */
  static final Comparator<Download> URGENCY =
      Comparator.comparing((Download d) -> d.expiry)
          .thenComparing(d -> d.kind == ExchangeKind.SEGMENT)
          .thenComparing(d -> d.announced)
          .thenComparing(d -> d.position)
          .thenComparing(d -> d.order);

  /** Hears what became of a download. */
  @FunctionalInterface
  interface Settled {
    /**
     * It is over.
     *
     * @param exchange that brought the body that is kept
     * @param sha256 of that body, empty when there is none
     * @param error the last one, empty when it is complete
     */
    void settled(SegmentState state, OptionalLong exchange, String sha256, String error);
  }

  final ExchangeKind kind;
  final OptionalLong track;
  final Optional<ByteRange> range;
  final Structure.Scope scope;
  final Instant announced;
  final Duration duration;
  final long position;
  final long order;
  final Settled settled;

  URI uri;

  /**
   * Looks into the whole body, on the request's thread; what it returns is run on the recorder's.
   */
  Optional<Function<byte[], Runnable>> inside = Optional.empty();

  /**
   * Until when the origin must keep it; {@link Instant#MAX} while it is listed. Changed only by
   * {@link Downloads}.
   */
  Instant expiry = Instant.MAX;

  int attempts;
  Best best = Best.NONE;
  boolean abandoned;

  /** The best attempt so far that was not good enough. */
  record Best(OptionalLong exchange, long length, String sha256) {
    static final Best NONE = new Best(OptionalLong.empty(), 0, "");
  }

  /** What is to be had. */
  record Target(
      ExchangeKind kind,
      OptionalLong track,
      URI uri,
      Optional<ByteRange> range,
      Structure.Scope scope,
      Duration duration,
      long position) {}

  Download(Target target, Instant announced, long order, Settled settled) {
    this.kind = target.kind();
    this.track = target.track();
    this.uri = target.uri();
    this.range = target.range();
    this.scope = target.scope();
    this.duration = target.duration();
    this.position = target.position();
    this.announced = announced;
    this.order = order;
    this.settled = settled;
  }
}
