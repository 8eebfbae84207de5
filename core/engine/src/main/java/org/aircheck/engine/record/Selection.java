package org.aircheck.engine.record;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * Which of a presentation's tracks to record: it narrows the variants; what plays together with a
 * chosen variant comes along.
 */
public sealed interface Selection {

  /** Every track. */
  Selection ALL = new All();

  /** The chosen ones of a presentation's tracks, in their order. */
  List<Track> choose(List<Track> tracks);

  /** Every track. */
  record All() implements Selection {
    @Override
    public List<Track> choose(List<Track> tracks) {
      return tracks;
    }
  }

  /** The variant of the highest or of the lowest bandwidth. */
  record Extreme(boolean highest) implements Selection {
    @Override
    public List<Track> choose(List<Track> tracks) {
      final Comparator<Track> byBandwidth =
          Comparator.comparingLong(t -> t.traits().bandwidth().orElse(0));
      return variants(tracks)
          .max(highest ? byBandwidth : byBandwidth.reversed())
          .map(chosen -> withCompany(tracks, Set.of(chosen)))
          .orElse(tracks);
    }
  }

  /** The variants whose description a pattern is found in. */
  record Matching(Pattern pattern) implements Selection {
    @Override
    public List<Track> choose(List<Track> tracks) {
      final Set<Track> chosen =
          variants(tracks)
              .filter(t -> pattern.matcher(describe(t)).find())
              .collect(Collectors.toSet());
      return withCompany(tracks, chosen);
    }
  }

  /**
   * What a pattern is held against: {@code "video-1280x720-2500000 1280x720 2500000
   * avc1.64001f,mp4a.40.2 en"}.
   */
  static String describe(Track track) {
    return Stream.of(
            Stream.of(track.id()),
            track.traits().resolution().map(Object::toString).stream(),
            track.traits().bandwidth().stream().mapToObj(Long::toString),
            track.traits().codecs().stream(),
            track.traits().language().stream(),
            track.traits().name().stream())
        .flatMap(part -> part)
        .collect(Collectors.joining(" "));
  }

  private static Stream<Track> variants(List<Track> tracks) {
    final boolean video =
        tracks.stream().anyMatch(t -> t.group().isEmpty() && t.kind() == TrackKind.VIDEO);
    return tracks.stream()
        .filter(t -> t.group().isEmpty())
        .filter(t -> t.kind() == TrackKind.VIDEO || !video && t.kind() == TrackKind.AUDIO);
  }

  private static List<Track> withCompany(List<Track> tracks, Set<Track> chosen) {
    final Set<String> groups = new HashSet<>();
    chosen.forEach(t -> groups.addAll(t.uses()));
    return tracks.stream()
        .filter(t -> chosen.contains(t) || t.group().filter(groups::contains).isPresent())
        .toList();
  }
}
