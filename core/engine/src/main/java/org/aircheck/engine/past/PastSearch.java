package org.aircheck.engine.past;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.engine.media.FragmentTimes;
import org.aircheck.spi.Addressing;

/**
 * A search for all tracks of a presentation. Whoever has it asks the origin what {@link #next()}
 * says, several questions at a time, and tells the answers. Used by one thread.
 */
public final class PastSearch {
  private final SearchBounds bounds;
  private final Map<String, Searched> tracks = new LinkedHashMap<>();
  private long found;
  private long asked;
  private long misses;

  /** A track, its search, and the first values that it listed. */
  private static final class Searched {
    final String id;
    final long timescale;
    final TrackSearch search;
    final Set<Long> values = new HashSet<>();

    /** The track whose starts this one has, too. */
    Optional<Searched> leader = Optional.empty();

    final List<Searched> followers = new ArrayList<>();

    Searched(String id, long timescale, TrackSearch search) {
      this.id = id;
      this.timescale = timescale;
      this.search = search;
    }
  }

  /** A search that has no tracks yet. */
  public PastSearch(SearchBounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Adds a track. Those that lead should come first: pictures, then sound.
   *
   * @param known values and lengths, in ticks, of the segments that are listed or were had before
   */
  public void track(String id, Addressing addressing, Map<Long, Long> known) {
    final TrackSearch search =
        switch (addressing.by()) {
          case TIME -> new TimeSearch(bounds, addressing.timescale(), addressing.hints());
          case NUMBER -> new NumberSearch(bounds);
        };
    final Searched track = new Searched(id, addressing.timescale(), search);
    track.values.addAll(known.keySet());
    known.forEach(search::known);
    if (addressing.by() == Addressing.By.TIME) {
      tracks.values().stream()
          .filter(other -> other.leader.isEmpty() && shares(other, track))
          .findFirst()
          .ifPresent(leader -> {
            track.leader = Optional.of(leader);
            leader.followers.add(track);
            leader.values.forEach(v -> ((TimeSearch) search).offer(v));
          });
    }
    tracks.put(id, track);
  }

  /** Whether two tracks begin their segments at the same times. */
  private static boolean shares(Searched a, Searched b) {
    final long common = a.values.stream().filter(b.values::contains).count();
    return a.search instanceof TimeSearch
        && a.timescale == b.timescale
        && common * 2 >= Math.min(a.values.size(), b.values.size())
        && common > 0;
  }

  /** Whether a track is searched. */
  public boolean has(String track) {
    return tracks.containsKey(track);
  }

  /** Notes a segment that was listed later. */
  public void known(String track, long value, long length) {
    final Searched searched = searched(track);
    searched.search.known(value, length);
  }

  private Searched searched(String track) {
    final Searched searched = tracks.get(track);
    if (searched == null) {
      throw new IllegalArgumentException("no track " + track);
    }
    return searched;
  }

  /** What to ask now; empty while answers must come first, or when nothing is left to ask. */
  public Optional<Question> next() {
    for (Searched track : tracks.values()) {
      final Optional<Question> question =
          question(track, track.search.inspection())
              .or(() ->
                  track.search instanceof TimeSearch time
                      ? question(track, time.offered())
                      : Optional.empty())
              .or(() -> question(track, walk(track)));
      if (question.isPresent()) {
        return question;
      }
    }
    for (Searched track : tracks.values()) {
      if (mayExplore(track)) {
        final Optional<Question> question = question(track, track.search.explore());
        if (question.isPresent()) {
          return question;
        }
      }
    }
    return Optional.empty();
  }

  /** A track that shares another's starts is told them; it walks by itself where that can't. */
  private static Optional<TrackSearch.Ask> walk(Searched track) {
    return track.leader.isPresent()
        ? ((TimeSearch) track.search).follow((TimeSearch) track.leader.get().search)
        : track.search.walk();
  }

  /** Guessing comes last: a follower that still walks may find what would be guessed. */
  private static boolean mayExplore(Searched track) {
    return track.leader.isEmpty()
        && track.followers.stream()
            .noneMatch(f -> ((TimeSearch) f.search).isNeeded((TimeSearch) track.search));
  }

  private Optional<Question> question(Searched track, Optional<TrackSearch.Ask> ask) {
    ask.filter(a -> a.kind() != Question.Kind.KNOWN).ifPresent(a -> asked++);
    return ask.map(a -> new Question(track.id, a.value(), a.kind()));
  }

  /**
   * A segment is there.
   *
   * @param times by its own account; empty when it doesn't say
   * @return whether it is the one that was asked for; else it is to be thrown away
   */
  public boolean found(Question question, Optional<FragmentTimes> times) {
    final Searched track = searched(question.track());
    final boolean right = track.search.found(question.value(), times);
    if (question.kind() == Question.Kind.KNOWN) {
      return right;
    }
    if (right) {
      found++;
      offer(track, question.value());
    } else {
      misses++;
    }
    return right;
  }

  private static void offer(Searched track, long value) {
    final List<Searched> others = new ArrayList<>(track.followers);
    track.leader.ifPresent(others::add);
    others.forEach(o -> ((TimeSearch) o.search).offer(value));
  }

  /** A segment is not there. */
  public void missing(Question question) {
    final Searched track = searched(question.track());
    track.search.missing(question.value());
    misses++;
    if (question.kind() == Question.Kind.EXPECTED && track.leader.isEmpty()) {
      offer(track, question.value()); // another track may have it
    }
  }

  /** The origin has said of something that it isn't there, and then had it. */
  public void flaky() {
    tracks.values().forEach(t -> t.search.flaky());
  }

  /** Whether questions wait for their answers. When none does and there is no next, all is done. */
  public boolean pending() {
    return tracks.values().stream().anyMatch(t -> t.search.pending());
  }

  /** How far it is. */
  public Standing standing() {
    final long left = tracks.values().stream().mapToLong(t -> t.search.left()).sum();
    return new Standing(
        found, asked, misses, left == 0 ? OptionalLong.empty() : OptionalLong.of(left));
  }
}
