package org.aircheck.engine.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * Chooses the tracks to merge: those asked for, else the best; of each period the one that goes on.
 * For one session.
 */
final class TrackChoice {
  private static final Comparator<RecordedTrack> QUALITY =
      Comparator.comparing(t -> t.track().traits().bandwidth().orElse(0));

  private final List<RecordedTrack> tracks;

  /** What plays together, one set of groups for each period, in their order. */
  private final List<Set<String>> periods;

  private TrackChoice(SessionReader session) {
    this.tracks =
        session.tracks().stream()
            .filter(t -> session.counts(t.id()).stream().anyMatch(c -> c.count() > 0))
            .toList();
    this.periods = periods(tracks);
  }

  /** Tracks with manifests of their own are variants of one thing; the others are a period's. */
  private static List<Set<String>> periods(List<RecordedTrack> tracks) {
    final boolean variants = tracks.stream().anyMatch(t -> t.track().manifest().isPresent());
    final List<Set<String>> periods =
        variants
            ? List.of()
            : tracks.stream()
                .map(RecordedTrack::track)
                .filter(t -> t.kind() == TrackKind.VIDEO)
                .map(Track::uses)
                .distinct()
                .toList();
    return periods.isEmpty() ? List.of(Set.of()) : periods;
  }

  /** The tracks of a file: the video first, if there is one, then the sound; by period. */
  static List<SortedMap<Integer, RecordedTrack>> of(SessionReader session, MergeOptions options)
      throws MergeException {
    final TrackChoice choice = new TrackChoice(session);
    final List<SortedMap<Integer, RecordedTrack>> chosen = new ArrayList<>();
    final SortedMap<Integer, RecordedTrack> video = choice.video(options.video());
    if (!video.isEmpty()) {
      chosen.add(video);
    }
    if (options.audio().isEmpty()) {
      final SortedMap<Integer, RecordedTrack> audio = choice.audio(video);
      if (!audio.isEmpty()) {
        chosen.add(audio);
      }
    }
    for (String name : options.audio()) {
      chosen.add(choice.named(TrackKind.AUDIO, name));
    }
    if (chosen.isEmpty()) {
      throw new MergeException("the session has neither video nor audio");
    }
    return chosen;
  }

  /** The subtitles that are asked for. */
  static List<SortedMap<Integer, RecordedTrack>> subtitles(
      SessionReader session, MergeOptions options) throws MergeException {
    final TrackChoice choice = new TrackChoice(session);
    final List<SortedMap<Integer, RecordedTrack>> chosen = new ArrayList<>();
    for (String name : options.subtitles()) {
      chosen.add(choice.named(TrackKind.SUBTITLES, name));
    }
    return chosen;
  }

  private SortedMap<Integer, RecordedTrack> video(Optional<String> id) throws MergeException {
    if (id.isPresent()) {
      return named(TrackKind.VIDEO, id.get());
    }
    final SortedMap<Integer, RecordedTrack> best = new TreeMap<>();
    of(TrackKind.VIDEO).sorted(QUALITY).forEach(t -> best.put(period(t), t));
    return best;
  }

  private SortedMap<Integer, RecordedTrack> audio(SortedMap<Integer, RecordedTrack> video) {
    final SortedMap<Integer, RecordedTrack> best = new TreeMap<>();
    of(TrackKind.AUDIO)
        .filter(a ->
            video.isEmpty()
                || Optional.ofNullable(video.get(period(a)))
                    .filter(v -> belongs(a.track(), v.track()))
                    .isPresent())
        .sorted(QUALITY)
        .forEach(a -> best.put(period(a), a));
    return best;
  }

  private int period(RecordedTrack track) {
    for (int i = 0; i < periods.size(); i++) {
      final Set<String> groups = periods.get(i);
      if (groups.equals(track.track().uses())
          || track.track().group().filter(groups::contains).isPresent()) {
        return i;
      }
    }
    return 0;
  }

  private Stream<RecordedTrack> of(TrackKind kind) {
    return tracks.stream().filter(t -> t.track().kind() == kind);
  }

  private static boolean belongs(Track audio, Track video) {
    return audio.group().filter(video.uses()::contains).isPresent();
  }

  /** By id, or by language; in further periods, what is called the same there. */
  private SortedMap<Integer, RecordedTrack> named(TrackKind kind, String name)
      throws MergeException {
    final SortedMap<Integer, RecordedTrack> found = new TreeMap<>();
    of(kind)
        .sorted(QUALITY)
        .filter(t -> isNamed(t.track(), name))
        .forEach(t -> found.put(period(t), t));
    if (found.isEmpty()) {
      throw new MergeException(
          "no "
              + kind.name().toLowerCase(Locale.ROOT)
              + " track "
              + name
              + "; there are: "
              + of(kind).map(t -> t.track().id()).collect(Collectors.joining(", ")));
    }
    return found;
  }

  private static boolean isNamed(Track track, String name) {
    return withoutPeriod(track.id()).equals(withoutPeriod(name))
        || track.traits().language().filter(name::equalsIgnoreCase).isPresent();
  }

  private static String withoutPeriod(String id) {
    return id.replaceFirst("@.*", "");
  }
}
