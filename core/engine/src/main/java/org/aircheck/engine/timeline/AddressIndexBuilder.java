package org.aircheck.engine.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.ByteRange;
import org.jspecify.annotations.Nullable;

/** Reads one address's exchanges and keeps those at which its answer changed. */
final class AddressIndexBuilder {
  /** What one version of a list announces is noted within this time. */
  private static final Duration TOGETHER = Duration.ofMillis(100);

  private final SessionReader session;
  private final String address;
  private final LongFunction<Optional<Instant>> begins;

  /**
   * A builder for one address.
   *
   * @param begins when a track's first segments were announced
   */
  AddressIndexBuilder(
      SessionReader session, String address, LongFunction<Optional<Instant>> begins) {
    this.session = session;
    this.address = address;
    this.begins = begins;
  }

  AddressIndex build() {
    // Before the exchanges: what comes in between is then read twice rather than never.
    final Instant horizon = session.info().lastAnswer().orElse(Instant.MIN);
    final List<Observation> all = session.observations(address);
    final Map<Optional<ByteRange>, List<Observation>> byRange = new LinkedHashMap<>();
    for (Observation observation : all) {
      byRange.computeIfAbsent(observation.range(), range -> new ArrayList<>()).add(observation);
    }
    final List<AddressIndex.Part> parts = new ArrayList<>();
    byRange.forEach((range, observations) -> parts.add(part(range, observations)));
    parts.sort(
        Comparator.comparing(
                (AddressIndex.Part part) -> part.range().map(ByteRange::offset).orElse(-1L))
            .thenComparing(part -> part.range().map(ByteRange::length).orElse(0L)));
    return new AddressIndex(List.copyOf(parts), versions(all), track(all), horizon);
  }

  private AddressIndex.Part part(Optional<ByteRange> range, List<Observation> observations) {
    final boolean whole = observations.stream().anyMatch(Replies::complete);
    final List<Observation> kept = observations.stream().filter(o -> counts(o, whole)).toList();
    final List<Observation> good = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      final Observation observation = kept.get(i);
      // A repetition means that the recorder had no use for the answer before it.
      final boolean repeated =
          i + 1 < kept.size() && kept.get(i + 1).attempt() > observation.attempt();
      if ((Replies.complete(observation) || Replies.cutOff(observation)) && !repeated) {
        good.add(observation);
      }
    }
    return new AddressIndex.Part(
        range, announced(range, observations), changes(good), changes(kept));
  }

  /**
   * When it was announced; empty when that was by the first version of its track's list. Such a
   * version is served from the recording's beginning on, so what it lists must be there, too.
   */
  private Optional<Instant> announced(Optional<ByteRange> range, List<Observation> observations) {
    final OptionalLong track = track(observations);
    final Optional<Instant> first =
        track.isPresent() ? begins.apply(track.getAsLong()) : Optional.empty();
    return session
        .announced(address, range)
        .filter(a -> first.isEmpty() || a.isAfter(first.get().plus(TOGETHER)));
  }

  /**
   * A body that broke off counts only when no whole one was ever received; a 304 only when it is
   * known for what.
   */
  private static boolean counts(Observation observation, boolean whole) {
    if (Replies.cutOff(observation)) {
      return !whole && observation.body().isPresent();
    }
    return observation.status().orElse(0) != 304 || observation.body().isPresent();
  }

  private Steps changes(List<Observation> observations) {
    final Steps.Builder steps = new Steps.Builder();
    final Map<Long, Long> bringers = new HashMap<>();
    @Nullable Mark before = null;
    for (Observation observation : observations) {
      final Reply reply = Replies.of(observation, address);
      final long describer = describer(observation, reply, bringers);
      final Mark mark = Mark.of(reply);
      if (!mark.equals(before)) {
        steps.add(observation.at(), describer);
        before = mark;
      }
    }
    return steps.build();
  }

  /** The exchange that has a body's headers: for a 304 the one that brought the body. */
  private static long describer(Observation observation, Reply reply, Map<Long, Long> bringers) {
    if (!(reply instanceof Reply.Content content)) {
      return observation.id();
    }
    if (observation.status().orElse(0) == 304) {
      return bringers.getOrDefault(content.body().id(), observation.id());
    }
    bringers.put(content.body().id(), observation.id());
    return observation.id();
  }

  private static Steps versions(List<Observation> all) {
    final Steps.Builder steps = new Steps.Builder();
    long before = -1;
    for (Observation observation : all) {
      if (observation.kind() == ExchangeKind.MANIFEST && Replies.complete(observation)) {
        final long body = observation.body().map(BodyRef::id).orElse(-1L);
        if (body != before) {
          steps.add(observation.at(), observation.id());
          before = body;
        }
      }
    }
    return steps.build();
  }

  private static OptionalLong track(List<Observation> all) {
    return all.stream()
        .map(Observation::track)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** What makes two answers differ. */
  private record Mark(Class<?> type, long number, String location) {
    static Mark of(Reply reply) {
      return switch (reply) {
        case Reply.Content content -> new Mark(Reply.Content.class, content.body().id(), "");
        case Reply.Failure failure -> new Mark(Reply.Failure.class, failure.status(), "");
        case Reply.Moved moved ->
            new Mark(Reply.Moved.class, moved.status(), moved.location().toString());
        case Reply.Broken broken -> new Mark(Reply.Broken.class, 0, "");
        case Reply.NotYet notYet -> new Mark(Reply.NotYet.class, 0, "");
        case Reply.Unknown unknown -> new Mark(Reply.Unknown.class, 0, "");
      };
    }
  }
}
