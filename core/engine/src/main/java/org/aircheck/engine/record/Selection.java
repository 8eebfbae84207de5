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

  /**
   * One video and one sound, of each period where there are several: the first that is there of
   * those asked for, else the one of the highest bandwidth.
   *
   * @param video ids of tracks, or the names that the manifest gives them
   * @param audio the same
   */
  record Preferred(List<String> video, List<String> audio) implements Selection {
    /** Copies the lists. */
    public Preferred {
      video = List.copyOf(video);
      audio = List.copyOf(audio);
    }

    @Override
    public List<Track> choose(List<Track> tracks) {
      final Set<Track> chosen = new HashSet<>();
      final boolean variants = tracks.stream().anyMatch(t -> t.manifest().isPresent());
      final Set<String> audioGroups = new HashSet<>();
      of(tracks, TrackKind.VIDEO)
          .collect(Collectors.groupingBy(t -> variants ? Set.<String>of() : t.uses()))
          .values()
          .forEach(alternatives -> {
            final Track best = best(alternatives, video);
            chosen.add(best);
            audioGroups.addAll(best.uses());
          });
      of(tracks, TrackKind.AUDIO)
          .filter(
              t -> chosen.isEmpty() || t.group().isEmpty() || audioGroups.contains(t.group().get()))
          .collect(Collectors.groupingBy(Track::group))
          .values()
          .forEach(alternatives -> chosen.add(best(alternatives, audio)));
      return tracks.stream().filter(chosen::contains).toList();
    }

    /** Which of the asked for are nowhere to be found. */
    public List<String> unknown(List<Track> tracks) {
      return Stream.concat(
              unknown(of(tracks, TrackKind.VIDEO).toList(), video),
              unknown(of(tracks, TrackKind.AUDIO).toList(), audio))
          .toList();
    }

    private static Stream<String> unknown(List<Track> tracks, List<String> wanted) {
      final boolean some =
          wanted.stream().anyMatch(w -> tracks.stream().anyMatch(t -> isNamed(t, w)));
      return some ? Stream.of() : wanted.stream();
    }

    private static Stream<Track> of(List<Track> tracks, TrackKind kind) {
      return tracks.stream().filter(t -> t.kind() == kind);
    }

    private static Track best(List<Track> alternatives, List<String> wanted) {
      return wanted.stream()
          .flatMap(w -> alternatives.stream().filter(t -> isNamed(t, w)))
          .findFirst()
          .orElseGet(() ->
              alternatives.stream()
                  .max(Comparator.comparingLong(t -> t.traits().bandwidth().orElse(0)))
                  .orElseThrow());
    }

    /** A representation's id is the last part of its track's, in front of the period's. */
    private static boolean isNamed(Track track, String name) {
      final String plain = name.replaceAll("[^\\p{L}\\p{N}._-]+", "_");
      return track.id().equals(name)
          || ("-" + track.id().replaceFirst("@.*", "")).endsWith("-" + plain);
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
