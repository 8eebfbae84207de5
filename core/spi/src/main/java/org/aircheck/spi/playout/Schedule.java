package org.aircheck.spi.playout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Track;

/**
 * What is to be put on air, and when.
 *
 * @param programmes in order, at least one; each is repeated until the next begins
 * @param window how much media is listed at least, positive
 * @param stop when the broadcast ends; empty for never
 * @param growing whether everything stays listed, from the beginning on
 */
public record Schedule(
    List<Programme> programmes, Duration window, Optional<Instant> stop, boolean growing) {

  /** Copies the list. */
  public Schedule {
    programmes = List.copyOf(programmes);
  }

  /**
   * Media that is played from its beginning to its end, over and over.
   *
   * @param from when it begins first: for all programmes but the first, where a pass of the one
   *     before ends
   * @param tracks whole, with the true durations of their segments; all programmes have the same
   *     tracks, with as many segments each
   */
  public record Programme(Instant from, List<Track> tracks) {
    /** Copies the list. */
    public Programme {
      tracks = List.copyOf(tracks);
    }
  }
}
