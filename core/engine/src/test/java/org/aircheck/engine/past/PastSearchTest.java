package org.aircheck.engine.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.aircheck.engine.media.FragmentTimes;
import org.aircheck.spi.Addressing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of tables, so that hundreds of events can be tried; with real media in ArchiveTest. */
class PastSearchTest {
  private static final int SEGMENTS = 305;
  private static final List<String> BOTH = List.of("v", "a");

  private static AiredEvent event(long seed) {
    return new AiredEvent(seed).pictures("v", SEGMENTS).alike("a", "v");
  }

  /** Everything there is was found; how many requests brought nothing. */
  private static int complete(AiredEvent event, List<String> ids, String what) {
    final Map<String, Set<Long>> found = event.search(ids, 50);
    int there = 0;
    for (String id : ids) {
      final Set<Long> missing = new HashSet<>(event.there(id));
      there += missing.size();
      missing.removeAll(found.get(id));
      assertThat(missing).as("%s, %s", what, id).isEmpty();
    }
    return event.asked - there;
  }

  @Test
  void what_is_there_from_the_beginning_is_walked_through() {
    final AiredEvent event = event(1);
    assertThat(complete(event, BOTH, "all")).isLessThan(120);
    assertThat(event.rounds).as("walks from several points").isLessThan(200);
  }

  @ParameterizedTest
  @CsvSource({"10000, 250", "120000, 220", "300000, 200", "590000, 150"})
  void what_is_left_when_the_beginning_is_gone_takes_few_guesses(long gone, int most) {
    int all = 0;
    for (long seed = 0; seed < 50; seed++) {
      final AiredEvent event = event(seed).without("v", 0, gone).without("a", 0, gone);
      all += complete(event, BOTH, "seed " + seed);
    }
    assertThat(all / 50).isLessThan(most);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, 120_000, 300_000})
  void an_origin_that_loses_answers_is_asked_again(long gone) {
    for (long seed = 0; seed < 50; seed++) {
      final AiredEvent event =
          event(seed).without("v", 0, gone).without("a", 0, gone).unreliable(0.05);
      complete(event, BOTH, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 120_000})
  void a_hole_is_looked_across(long gone) {
    for (long seed = 0; seed < 50; seed++) {
      final long at = 150_000 + new Random(seed).nextInt(300_000);
      final AiredEvent event =
          event(seed)
              .without("v", 0, gone)
              .without("a", 0, gone)
              .without("v", at, at + 6_000)
              .without("a", at, at + 6_000);
      complete(event, BOTH, "seed " + seed);
    }
  }

  @Test
  void where_one_track_has_nothing_another_shows_the_way() {
    for (long seed = 0; seed < 50; seed++) {
      final AiredEvent event =
          event(seed)
              .without("a", 100_000, 104_000)
              .without("a", 300_000, 302_000)
              .without("v", 200_000, 206_000);
      assertThat(complete(event, BOTH, "seed " + seed)).isLessThan(250);
    }
  }

  @Test
  void tracks_of_their_own_lengths_are_searched_each_by_itself() {
    for (long seed = 0; seed < 20; seed++) {
      final Random random = new Random(seed);
      final AiredEvent event =
          new AiredEvent(seed)
              .pictures("v", SEGMENTS)
              .track("a", 310, 328, i -> (90 + random.nextInt(3)) * 328L)
              .without("v", 0, 30_000)
              .without("a", 0, 30_000);
      complete(event, BOTH, "seed " + seed);
    }
  }

  @Test
  void lengths_that_keep_to_no_grid_are_found_by_patience() {
    for (long seed = 0; seed < 5; seed++) {
      final Random random = new Random(seed);
      final AiredEvent event =
          new AiredEvent(seed)
              .track("v", 100, 1, i -> 29_184 + random.nextInt(3_072))
              .without("v", 0, 10_000);
      assertThat(complete(event, List.of("v"), "seed " + seed)).isLessThan(20_000);
    }
  }

  @Test
  void what_one_track_had_before_is_asked_of_the_other() {
    final AiredEvent event = event(3).had("v", 0, 20_000).had("a", 0, 17_000);
    complete(event, BOTH, "continued");
    assertThat(event.asked).isLessThan(720);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 500, 990, 999})
  void the_first_number_is_found_by_halving(long first) {
    final NumberSearch search = new NumberSearch(SearchBounds.DEFAULT);
    for (long listed = 1_000; listed < 1_005; listed++) {
      search.known(listed, 2_000);
    }
    final Set<Long> found = new HashSet<>();
    int misses = 0;
    Optional<TrackSearch.Ask> ask = search.explore().or(search::walk);
    while (ask.isPresent()) {
      final long value = ask.get().value();
      if (value >= first) {
        assertThat(found.add(value)).isTrue();
        search.found(value, Optional.empty());
      } else {
        misses++;
        search.missing(value);
      }
      ask = search.explore().or(search::walk);
    }
    assertThat(found).hasSize((int) (1_000 - first));
    assertThat(misses).isLessThanOrEqualTo(20);
    assertThat(search.left()).isZero();
  }

  @Test
  void whatever_an_origin_says_of_times_the_search_goes_on() {
    for (long seed = 0; seed < 300; seed++) {
      final Random random = new Random(seed);
      final PastSearch search = new PastSearch(new SearchBounds(4, 50, 500));
      final TreeMap<Long, Long> listed = new TreeMap<>();
      for (int i = 0; i < 5; i++) {
        listed.put(number(random), number(random));
      }
      search.track(
          "v",
          new Addressing(
              "http://o.test/$Time$",
              Addressing.By.TIME,
              1 + number(random) / 2,
              List.of(number(random))),
          listed);
      for (int asked = 0; asked < 300; asked++) {
        final Optional<Question> question = search.next();
        if (question.isEmpty()) {
          break;
        }
        if (random.nextInt(3) > 0) {
          search.found(
              question.get(),
              random.nextInt(5) == 0
                  ? Optional.empty()
                  : Optional.of(
                      new FragmentTimes(
                          random.nextBoolean() ? question.get().value() : number(random),
                          number(random),
                          random.nextBoolean() ? 1_000 : 1 + number(random) / 2,
                          number(random))));
        } else {
          search.missing(question.get());
        }
        search.standing();
      }
    }
  }

  /** Of any size, seldom the largest. */
  private static long number(Random random) {
    return random.nextLong() >>> (1 + random.nextInt(63));
  }

  @Test
  void an_origin_that_answers_anything_is_not_believed() {
    final PastSearch search = new PastSearch(SearchBounds.DEFAULT);
    final TreeMap<Long, Long> listed = new TreeMap<>(Map.of(600_000L, 2_000L, 602_000L, 2_000L));
    search.track(
        "v", new Addressing("http://o.test/$Time$", Addressing.By.TIME, 1_000, List.of()), listed);
    int asked = 0;
    for (Optional<Question> q = search.next(); q.isPresent(); q = search.next()) {
      final long first = q.get().kind() == Question.Kind.KNOWN ? q.get().value() : 602_000;
      final boolean right =
          search.found(q.get(), Optional.of(new FragmentTimes(first * 15, 30_000, 15_000, 500)));
      assertThat(right).isEqualTo(q.get().kind() == Question.Kind.KNOWN);
      assertThat(++asked).isLessThan(2_000);
    }
    assertThat(search.standing().found()).isZero();
    assertThat(search.pending()).isFalse();
  }
}
