package org.aircheck.engine.past;

import java.math.BigInteger;
import org.aircheck.engine.media.FragmentTimes;

/**
 * How the times in addresses follow from those in the media: other ticks, rounded, perhaps from
 * another zero. Learns from segments of which both are known. All arithmetic is exact, in ticks
 * that both are multiples of.
 */
final class TemplateClock {
  private static final long FAR_AWAY = Long.MAX_VALUE / 8;

  private final long perTemplate;
  private final long perMedia;
  private long offset;
  private boolean learned;

  /** Whether an address has been seen that lies behind its media: those are rounded, not cut. */
  private boolean rounds;

  /**
   * A clock that has learned nothing.
   *
   * @param template ticks a second in addresses
   * @param media ticks a second in the media
   * @throws ArithmeticException when the two have nothing reasonable in common
   */
  TemplateClock(long template, long media) {
    final BigInteger t = BigInteger.valueOf(template);
    final BigInteger m = BigInteger.valueOf(media);
    final BigInteger common = t.multiply(m).divide(t.gcd(m));
    this.perTemplate = common.divide(t).longValueExact();
    this.perMedia = common.divide(m).longValueExact();
  }

  /** Takes a segment in, of which address and media are known to belong together. */
  void learn(long value, FragmentTimes times) {
    final long ahead = product(value, perTemplate) - product(times.first(), perMedia);
    if (!learned) {
      offset = Math.abs(ahead) < perTemplate ? 0 : Math.floorDiv(ahead, perTemplate) * perTemplate;
      learned = true;
    }
    rounds |= ahead - offset > 0;
  }

  /** Whether media is what its address says, give or take so many ticks of the address. */
  boolean confirms(long value, FragmentTimes times, long tolerance) {
    return !learned || Math.abs(value - at(times.first())) <= tolerance;
  }

  /** The address's time of a time in the media, most likely. */
  long at(long media) {
    final long position = product(media, perMedia) + offset;
    return Math.floorDiv(rounds ? position + perTemplate / 2 : position, perTemplate);
  }

  /** The other one that it may be. */
  long otherwise(long media) {
    final long position = product(media, perMedia) + offset;
    final long down = Math.floorDiv(position, perTemplate);
    final long up = Math.ceilDiv(position, perTemplate);
    return at(media) == down ? up : down;
  }

  /** The media's time of an address's time, as exactly as that says. */
  long media(long value) {
    return Math.floorDiv(product(value, perTemplate) - offset, perMedia);
  }

  /** What no long holds is far away: nobody will have a segment there. */
  private static long product(long ticks, long factor) {
    final long bound = FAR_AWAY / factor;
    return Math.clamp(ticks, -bound, bound) * factor;
  }

  /** How many ticks of the media a tick of the address has, from 1. */
  long step() {
    return Math.max(1, perTemplate / perMedia);
  }
}
