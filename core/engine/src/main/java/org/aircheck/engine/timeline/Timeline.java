package org.aircheck.engine.timeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.AddressIndex.Part;

/**
 * What the origin of a session would have answered at an instant.
 *
 * <p>For each address the recorded exchanges make a step function of time: before the first one it
 * answers as the first one did, after the last one as the last one did. An answer takes two
 * look-ups, however long the recording is; memory holds the changes of the addresses in use, at
 * most {@value #INDEX_BYTES} bytes of them.
 *
 * <p>A session that is being recorded when this is made is followed: what lies beyond the newest
 * exchange is said to hold for a second only. Thread-safe; calls may block on the session's
 * database.
 */
public final class Timeline {
  private static final long INDEX_BYTES = 64L << 20;
  private static final int OBSERVATIONS = 4096;
  private static final int MANIFEST_ADDRESSES = 1000;
  private static final Duration FOLLOW = Duration.ofSeconds(1);

  private final SessionReader session;
  private final Cache<String, AddressIndex> indexes =
      Caffeine.newBuilder()
          .maximumWeight(INDEX_BYTES)
          .weigher((String address, AddressIndex index) -> index.weight() + address.length())
          .build();
  private final Cache<Long, Observation> observations =
      Caffeine.newBuilder().maximumSize(OBSERVATIONS).build();
  private final Map<Long, Instant> begins = new ConcurrentHashMap<>();
  private final boolean finished;

  /** The timeline of a session, which stays open as long as the timeline is used. */
  public Timeline(SessionReader session) {
    this.session = session;
    this.finished = session.runs().stream().allMatch(run -> run.stopped().isPresent());
  }

  /** Whether anything at all was recorded for an address by an instant of the recording. */
  public boolean knows(String address, Instant t) {
    return !index(address, t).parts().isEmpty();
  }

  /**
   * What an address answered at an instant.
   *
   * @param address as recorded
   * @param firstByte where the wanted part begins; empty for the whole, which gives the first part
   *     when only parts were recorded
   * @param t an instant of the recording; may lie outside it
   */
  public Moment at(String address, OptionalLong firstByte, Instant t, Fidelity fidelity) {
    final AddressIndex index = index(address, t);
    final Optional<Part> part = index.part(firstByte);
    if (part.isEmpty()) {
      return new Moment(new Reply.Unknown(), bounded(Instant.MAX, t));
    }
    final Optional<Instant> announced = part.get().announced();
    if (fidelity != Fidelity.CONTENT && announced.isPresent() && t.isBefore(announced.get())) {
      return new Moment(new Reply.NotYet(), announced.get());
    }
    final Steps steps = part.get().steps(fidelity);
    if (steps.count() == 0) {
      return new Moment(new Reply.Unknown(), bounded(Instant.MAX, t));
    }
    final int step = steps.indexAt(t);
    final Reply reply =
        observation(steps.exchange(step))
            .map(o -> Replies.of(o, address))
            .orElseGet(Reply.Unknown::new);
    return new Moment(reply, bounded(steps.until(step), t));
  }

  /**
   * The track whose manifest an address is; empty for a manifest of the whole presentation and for
   * other things.
   */
  public OptionalLong track(String address) {
    final AddressIndex index = index(address, Instant.MIN);
    return index.versions().count() == 0 ? OptionalLong.empty() : index.track();
  }

  /**
   * The manifest versions that were served at an instant, one for each track and one for the whole,
   * by track.
   */
  public List<Version> versions(Instant t) {
    final Map<OptionalLong, Version> byTrack = new HashMap<>();
    session.addresses(ExchangeKind.MANIFEST).stream()
        .limit(MANIFEST_ADDRESSES)
        .flatMap(address -> version(address, t).stream())
        .forEach(version -> byTrack.merge(version.track(), version, (a, b) -> nearer(a, b, t)));
    return byTrack.values().stream()
        .sorted(Comparator.comparingLong(v -> v.track().orElse(-1)))
        .toList();
  }

  private Optional<Version> version(String address, Instant t) {
    final AddressIndex index = index(address, t);
    final Steps steps = index.versions();
    if (steps.count() == 0) {
      return Optional.empty();
    }
    final int step = steps.indexAt(t);
    return Optional.of(
        new Version(
            index.track(), address, steps.exchange(step), steps.at(step), step + 1, steps.count()));
  }

  /** Of two addresses of a track (its token has changed), the one in use at an instant. */
  private static Version nearer(Version a, Version b, Instant t) {
    final boolean begun = !a.at().isAfter(t);
    if (begun != !b.at().isAfter(t)) {
      return begun ? a : b;
    }
    return a.at().isAfter(b.at()) == begun ? a : b;
  }

  private Optional<Observation> observation(long id) {
    final Optional<Observation> known = Optional.ofNullable(observations.getIfPresent(id));
    if (known.isPresent()) {
      return known;
    }
    final Optional<Observation> read = session.observation(id);
    read.ifPresent(observation -> observations.put(id, observation));
    return read;
  }

  private AddressIndex index(String address, Instant t) {
    final AddressIndex known = indexes.get(address, this::read);
    if (finished || !t.isAfter(known.horizon())) {
      return known;
    }
    if (session.info().lastAnswer().orElse(Instant.MIN).isAfter(known.horizon())) {
      final AddressIndex fresh = read(address);
      indexes.put(address, fresh);
      return fresh;
    }
    return known;
  }

  private AddressIndex read(String address) {
    return new AddressIndexBuilder(session, address, this::begins).build();
  }

  private Optional<Instant> begins(long track) {
    final Instant known = begins.get(track);
    if (known != null) {
      return Optional.of(known);
    }
    final Optional<Instant> read = session.begins(track);
    read.ifPresent(instant -> begins.put(track, instant));
    return read;
  }

  private Instant bounded(Instant until, Instant t) {
    if (finished || until.isBefore(Instant.MAX)) {
      return until;
    }
    final Instant seen = session.info().lastAnswer().orElse(t);
    return (seen.isAfter(t) ? seen : t).plus(FOLLOW);
  }
}
