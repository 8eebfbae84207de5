package org.aircheck.server.playout;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/**
 * Whose codec is whose: an HLS variant names those of the sound that it plays with too (RFC 8216
 * section 4.3.4.2), a DASH representation its own only.
 */
final class Codecs {
  private static final Pattern SOUND =
      Pattern.compile("(?i)(mp4a|ac-3|ec-3|ac-4|opus|flac|alac|dts[a-z]|mp3)\\b.*");

  private Codecs() {}

  /** A track with its own codecs only. */
  static Track own(Track track, List<Track> all) {
    return switch (track.kind()) {
      case VIDEO ->
          all.stream().anyMatch(t -> isSoundOf(t, track))
              ? with(track, track.traits().codecs().map(c -> chosen(c, false)))
              : track;
      case AUDIO ->
          track.traits().codecs().isPresent() || track.group().isEmpty()
              ? track
              : with(
                  track,
                  all.stream()
                      .filter(t -> isSoundOf(track, t))
                      .flatMap(t -> t.traits().codecs().stream())
                      .map(c -> chosen(c, true))
                      .findFirst());
      case SUBTITLES, IFRAMES, THUMBNAILS -> track;
    };
  }

  private static boolean isSoundOf(Track sound, Track variant) {
    return sound.kind() == TrackKind.AUDIO
        && sound.group().filter(variant.uses()::contains).isPresent();
  }

  private static String chosen(String codecs, boolean sound) {
    return Stream.of(codecs.split(","))
        .map(String::strip)
        .filter(c -> SOUND.matcher(c).matches() == sound)
        .collect(Collectors.joining(","));
  }

  private static Track with(Track track, Optional<String> codecs) {
    final Traits t = track.traits();
    return track.toBuilder()
        .traits(
            new Traits(
                t.bandwidth(),
                t.resolution(),
                t.frameRate(),
                codecs.filter(c -> !c.isEmpty()),
                t.language(),
                t.name()))
        .build();
  }
}
