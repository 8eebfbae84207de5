package org.aircheck.testkit.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.aircheck.testkit.rules.LivePlaylist.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Holds a looping channel's playlists, as a player gets them one after the other, against the rules
 * of draft-pantos-hls-rfc8216bis. Knows of the channel only how many segments each rendition has.
 * For one walk through time.
 */
public final class LoopRules {
  /** How often the breaking of one rule is told. */
  private static final int MOST = 3;

  /** How many segments each rendition has in a pass. */
  private final Map<String, Integer> sizes;

  private final List<String> broken = new ArrayList<>();
  private final Map<String, Integer> told = new HashMap<>();
  private final Map<String, LivePlaylist> last = new HashMap<>();
  private final Map<String, Instant> grown = new HashMap<>();

  /** The initialization vector of each segment of the media, which no pass may change. */
  private final Map<String, String> vectors = new HashMap<>();

  /** When each pass began, by its number: the same in all renditions. */
  private final Map<Long, Instant> passes = new HashMap<>();

  /** Rules for renditions by their names. */
  public LoopRules(Map<String, Integer> sizes) {
    this.sizes = Map.copyOf(sizes);
  }

  /** What was broken so far. */
  public List<String> broken() {
    return List.copyOf(broken);
  }

  /** Looks at what all renditions list at an instant. */
  public void look(Instant now, Map<String, LivePlaylist> playlists) {
    playlists.forEach((name, playlist) -> {
      within(now, name, playlist);
      final LivePlaylist before = last.get(name);
      if (before != null) {
        between(now, name, before, playlist);
      }
      growth(now, name, before, playlist);
      last.put(name, playlist);
    });
    across(now, playlists);
  }

  private void check(boolean holds, Instant now, String rendition, String rule) {
    if (!holds
        && told.merge(rendition + rule.replaceAll("(?<=\\D{12})\\d.*", ""), 1, Integer::sum)
            <= MOST) {
      broken.add(now + " " + rendition + ": " + rule);
    }
  }

  private void within(Instant now, String name, LivePlaylist p) {
    final int size = Objects.requireNonNull(sizes.get(name), name);
    for (Entry e : p.entries()) {
      check(
          (e.micros() + 500_000) / 1_000_000 <= p.target(),
          now,
          name,
          "4.4.3.1: EXTINF " + e.micros() + " above the target duration " + p.target());
      check(
          e.end().isEmpty() || !e.end().get().isAfter(now),
          now,
          name,
          "6.2.1: " + e.uri() + " is listed before it is complete");
      check(
          e.sequence() == 0 || e.sequence() % size != 0 || e.marks() > 0,
          now,
          name,
          "6.2.1: no discontinuity at the seam, " + e.uri());
      check(e.map().isEmpty() || e.mapBefore(), now, name, "no EXT-X-MAP behind the discontinuity");
      check(e.key().isEmpty() || e.keyBefore(), now, name, "no EXT-X-KEY behind the discontinuity");
      e.key().ifPresent(k -> vector(now, name, e, k, size));
    }
    check(!p.ended() && p.type().isEmpty(), now, name, "6.2.2: ENDLIST or a type while it slides");
    check(
        p.mediaSequence() == 0 || p.length() >= 3 * p.target() * 1_000_000,
        now,
        name,
        "6.2.2: shorter than three target durations: " + p.length());
  }

  /** Without an IV it is the media sequence number (section 5.2): the source's, in every pass. */
  private void vector(Instant now, String name, Entry e, String key, int size) {
    if (!key.contains("METHOD=AES-128")) {
      return;
    }
    final int at = key.indexOf("IV=0x");
    final String iv =
        at < 0
            ? String.format(Locale.ROOT, "%032x", e.sequence())
            : key.substring(at + 5).split(",", 2)[0].toLowerCase(Locale.ROOT);
    final String known = vectors.putIfAbsent(name + "/" + e.sequence() % size, iv);
    check(known == null || known.equals(iv), now, name, "5.2: another IV for " + e.uri());
  }

  private void between(Instant now, String name, LivePlaylist a, LivePlaylist b) {
    check(b.target() == a.target(), now, name, "4.4.3.1: the target duration changed");
    check(
        b.mediaSequence() >= a.mediaSequence(),
        now,
        name,
        "6.2.2: the media sequence went back, " + a.mediaSequence() + " to " + b.mediaSequence());
    final long removed = b.mediaSequence() - a.mediaSequence();
    final long left =
        a.entries().stream().limit(Math.max(0, removed)).mapToLong(Entry::marks).sum();
    if (removed >= 0 && removed <= a.entries().size()) {
      check(
          b.discontinuitySequence() == a.discontinuitySequence() + left,
          now,
          name,
          "6.2.2: discontinuity sequence "
              + b.discontinuitySequence()
              + " after "
              + left
              + " left");
    }
    final Map<Long, Entry> known = new HashMap<>();
    a.entries().forEach(e -> known.put(e.sequence(), e));
    for (Entry e : b.entries()) {
      final Entry before = known.get(e.sequence());
      if (before != null) {
        check(
            e.uri().equals(before.uri()) && e.micros() == before.micros(),
            now,
            name,
            "6.2.1: number " + e.sequence() + " changed");
        check(
            e.discontinuity() == before.discontinuity(),
            now,
            name,
            "6.2.2: the discontinuity number of " + e.uri() + " changed");
        check(e.date().equals(before.date()), now, name, "the date of " + e.uri() + " changed");
        check(e.map().equals(before.map()), now, name, "the map of " + e.uri() + " changed");
        check(e.gap() == before.gap(), now, name, "the gap of " + e.uri() + " changed");
        check(e.range().equals(before.range()), now, name, "the range of " + e.uri() + " changed");
      }
    }
    final long end = a.mediaSequence() + a.entries().size();
    check(
        b.mediaSequence() + b.entries().size() >= end,
        now,
        name,
        "6.2.1: a segment was taken from the end");
  }

  /** A new segment at the latest 1.5 target durations after the last (section 6.2.1). */
  private void growth(Instant now, String name, @Nullable LivePlaylist before, LivePlaylist after) {
    final boolean more =
        before == null
            || after.mediaSequence() + after.entries().size()
                > before.mediaSequence() + before.entries().size();
    if (more || after.entries().isEmpty()) {
      grown.put(name, now);
      return;
    }
    final Instant since = grown.getOrDefault(name, now);
    check(
        Duration.between(since, now).toMillis() <= after.target() * 1500,
        now,
        name,
        "6.2.1: no new segment since " + since);
  }

  private void across(Instant now, Map<String, LivePlaylist> playlists) {
    check(
        playlists.values().stream().map(LivePlaylist::target).distinct().count() <= 1,
        now,
        "all",
        "6.2.4: renditions with different target durations");
    check(
        playlists.values().stream()
                .flatMap(p -> p.entries().stream())
                .map(e -> e.date().isPresent())
                .distinct()
                .count()
            <= 1,
        now,
        "all",
        "6.2.4: dates in some renditions only");
    playlists.forEach((name, playlist) -> {
      final int size = Objects.requireNonNull(sizes.get(name), name);
      for (Entry e : playlist.entries()) {
        final Optional<Instant> date = e.date();
        if (date.isPresent() && e.sequence() % size == 0) {
          final Instant known = passes.putIfAbsent(e.sequence() / size, date.get());
          check(
              known == null || known.equals(date.get()),
              now,
              name,
              "6.2.4: pass "
                  + e.sequence() / size
                  + " begins at "
                  + date.get()
                  + ", elsewhere at "
                  + known);
        }
        if (date.isPresent() && e.marks() > 0) {
          playlists.values().forEach(other -> same(now, name, e, date.get(), other));
        }
      }
    });
  }

  /** Where one rendition has a discontinuity, the others have it too, with the same number. */
  private void same(Instant now, String name, Entry mark, Instant date, LivePlaylist other) {
    final Duration near = Duration.ofMillis(other.target() * 500);
    final boolean covered =
        !other.entries().isEmpty()
            && other
                .entries()
                .getFirst()
                .date()
                .filter(d -> d.isBefore(date.minus(near)))
                .isPresent()
            && other.entries().getLast().date().filter(d -> d.isAfter(date.plus(near))).isPresent();
    if (!covered) {
      return;
    }
    final Optional<Entry> found =
        other.entries().stream()
            .filter(e -> e.marks() > 0)
            .filter(e -> Duration.between(e.date().orElseThrow(), date).abs().compareTo(near) <= 0)
            .findFirst();
    check(found.isPresent(), now, name, "6.2.4: a discontinuity that another rendition has not");
    check(
        found.isEmpty() || found.get().discontinuity() == mark.discontinuity(),
        now,
        name,
        "6.2.4: discontinuity numbers differ for the same content");
  }
}
