package org.aircheck.spi.playout;

/**
 * Puts whole media on air: says what a live manifest of it lists at an instant.
 *
 * <p>An implementation is arithmetic. It reads no clock (the time is passed in), opens no
 * connection or file, and keeps no state between calls: a restarted server, or a second one, gets
 * the same. It is called from many threads at once.
 */
public interface Playout {

  /**
   * The playout's short name, unique among the loaded plugins: {@code "vod"}. Up to 32 letters a-z,
   * digits and hyphens, the first no hyphen.
   */
  String id();

  /**
   * The broadcast that a schedule describes.
   *
   * @throws IllegalArgumentException when the schedule makes no sense: no programme, a programme
   *     without media, programmes whose tracks differ
   */
  Broadcast broadcast(Schedule schedule);
}
