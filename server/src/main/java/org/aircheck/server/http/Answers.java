package org.aircheck.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Channel;
import org.aircheck.server.channel.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel's answers, kept as long as they hold. Thread-safe. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final long CACHED_BYTES = 64L << 20;
  private static final long ANY = -1;

  private final Channel channel;
  private final Kinds kinds;
  private final Traffic traffic;
  private final Preparation preparation = new Preparation();
  private final Cache<Key, Prepared> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES)
          .weigher((Key key, Prepared prepared) -> prepared.weight() + key.target().length())
          .build();

  /** A target and, where it matters, the part that is wanted. */
  private record Key(String target, long firstByte) {}

  Answers(Channel channel, Kinds kinds, Traffic traffic) {
    this.channel = channel;
    this.kinds = kinds;
    this.traffic = traffic;
  }

  /** The answer, if it is known; never blocks. */
  @Nullable Prepared known(String target, OptionalLong firstByte, Instant now) {
    final Prepared any = cache.getIfPresent(new Key(target, ANY));
    if (any != null && now.isBefore(any.until()) && (firstByte.isEmpty() || any.whole())) {
      traffic.hit();
      return any;
    }
    final Prepared part =
        firstByte.isEmpty() ? null : cache.getIfPresent(new Key(target, firstByte.getAsLong()));
    if (part != null && now.isBefore(part.until())) {
      traffic.hit();
      return part;
    }
    return null;
  }

  /** Asks the channel; may block. */
  Prepared ask(String target, OptionalLong firstByte, Instant now) {
    traffic.miss();
    try {
      final Prepared any = ask(target, OptionalLong.empty(), new Key(target, ANY), now);
      return firstByte.isEmpty() || any.whole()
          ? any
          : ask(target, firstByte, new Key(target, firstByte.getAsLong()), now);
    } catch (RuntimeException e) {
      LOG.warn("no answer for /{}: {}", target, e.getMessage(), e);
      return new Prepared(
          "error",
          now,
          Optional.empty(),
          Preparation.status(500, "the server can't read this: see its log", Map.of()));
    }
  }

  private Prepared ask(String target, OptionalLong firstByte, Key key, Instant now) {
    final Answer answer = channel.answer(new Request(target, firstByte), now);
    final Prepared prepared = preparation.prepared(answer, kinds.kind(target, answer.outcome()));
    if (prepared.until().isAfter(now)) {
      cache.put(key, prepared);
    }
    return prepared;
  }
}
