package org.aircheck.engine.vod;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.Track;

/**
 * A track of a stream on disk, whole.
 *
 * @param name what it is called in addresses, unique in its stream
 * @param track with its segments as the manifest has them; what is missing is a gap
 * @param target the longest segment that its manifest promises, as far as it says
 * @param extras lines of its manifest that the model has no word for
 */
public record VodTrack(String name, Track track, Optional<Duration> target, List<String> extras) {
  /** Copies the list. */
  public VodTrack {
    extras = List.copyOf(extras);
  }
}
