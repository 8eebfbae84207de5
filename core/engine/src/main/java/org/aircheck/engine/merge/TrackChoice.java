package org.aircheck.engine.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** Chooses the tracks to merge: those asked for, else the best. */
final class TrackChoice {
  private static final Comparator<RecordedTrack> QUALITY =
      Comparator.comparing(t -> t.track().traits().bandwidth().orElse(0));

  private TrackChoice() {}

  /** The video first, if there is one, then the sound. */
  static List<RecordedTrack> of(SessionReader session, MergeOptions options) throws MergeException {
    final List<RecordedTrack> chosen = new ArrayList<>();
    final Optional<RecordedTrack> video =
        options.video().isPresent()
            ? Optional.of(named(session, TrackKind.VIDEO, options.video().get()))
            : of(session, TrackKind.VIDEO).max(QUALITY);
    video.ifPresent(chosen::add);
    for (String id : options.audio()) {
      chosen.add(named(session, TrackKind.AUDIO, id));
    }
    if (options.audio().isEmpty()) {
      of(session, TrackKind.AUDIO)
          .filter(a -> video.isEmpty() || belongs(a.track(), video.get().track()))
          .max(QUALITY)
          .ifPresent(chosen::add);
    }
    if (chosen.isEmpty()) {
      throw new MergeException("the session has neither video nor audio");
    }
    return chosen;
  }

  private static Stream<RecordedTrack> of(SessionReader session, TrackKind kind) {
    return session.tracks().stream()
        .filter(t -> t.track().kind() == kind)
        .filter(t -> session.counts(t.id()).stream().anyMatch(c -> c.count() > 0));
  }

  private static boolean belongs(Track audio, Track video) {
    return audio.group().filter(video.uses()::contains).isPresent();
  }

  private static RecordedTrack named(SessionReader session, TrackKind kind, String id)
      throws MergeException {
    return of(session, kind)
        .filter(t -> t.track().id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new MergeException(
                "no "
                    + (kind == TrackKind.VIDEO ? "video" : "audio")
                    + " track "
                    + id
                    + "; there are: "
                    + of(session, kind)
                        .map(t -> t.track().id())
                        .collect(Collectors.joining(", "))));
  }
}
