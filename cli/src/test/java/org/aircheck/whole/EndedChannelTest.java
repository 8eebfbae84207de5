package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.RecordOptions.Limits;
import org.aircheck.engine.record.Summary;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.live.FakeOrigin;
import org.aircheck.testkit.live.Fault;
import org.aircheck.testkit.live.Faults;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.Reply;
import org.aircheck.testkit.live.Scenario;
import org.aircheck.testkit.live.Scope;
import org.aircheck.testkit.live.Share;
import org.aircheck.testkit.live.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that has ended before all of it could be fetched: a finished event. */
class EndedChannelTest {
  private static final int SEGMENTS = 200;

  @TempDir Path root;

  private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));

  private Summary record(Scenario scenario) throws Exception {
    return record(scenario, UnaryOperator.identity());
  }

  private Summary record(Scenario scenario, UnaryOperator<RecordOptions> options) throws Exception {
    final FakeOrigin origin = new FakeOrigin(scenario, clock);
    final Origin slow =
        ask -> {
          clock.advance(Duration.ofSeconds(1));
          return origin.fetch(ask);
        };
    return new Rig(root, slow, clock).record("s", options.apply(RecordOptions.of(origin.uri())));
  }

  private static LiveChannel finished() {
    return LiveChannel.of(Duration.ofSeconds(6), SEGMENTS, SEGMENTS).withHeadStart(SEGMENTS);
  }

  @Test
  void all_of_it_is_fetched_however_long_that_takes() throws Exception {
    final Summary summary = record(new Scenario("finished", finished(), s -> List.of()));
    assertThat(summary.kept()).isEqualTo(SEGMENTS);
    assertThat(summary.complete()).isTrue();
  }

  @Test
  void a_track_whose_list_never_comes_is_no_complete_recording() throws Exception {
    final Fault missing =
        (visit, site) ->
            visit.path().startsWith("/v1/") ? Reply.status(404, "not found") : site.reply(visit);
    final Summary summary =
        record(
            new Scenario(
                "no list",
                finished().withVariants(List.of(Variant.video("v0"), Variant.video("v1"))),
                s -> List.of(missing)));
    assertThat(summary.kept()).isEqualTo(SEGMENTS);
    assertThat(summary.unread()).isEqualTo(1);
    assertThat(summary.complete()).isFalse();
  }

  @Test
  void what_is_not_there_does_not_keep_it_from_ending() throws Exception {
    final Scenario broken =
        new Scenario(
            "finished, with holes",
            finished(),
            s -> List.of(Faults.status(503, Integer.MAX_VALUE, Share.of(0.05), Scope.SEGMENTS)));
    final Instant began = clock.instant();
    final Summary summary = record(broken);
    assertThat(summary.kept()).isBetween(SEGMENTS * 8L / 10, SEGMENTS - 1L);
    assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofMinutes(30));
  }

  @Test
  void a_limit_ends_it_all_the_same() throws Exception {
    final Summary summary =
        record(
            new Scenario("finished", finished(), s -> List.of()), lasting(Duration.ofSeconds(90)));
    assertThat(summary.kept()).isBetween(80L, 160L);
  }

  private static UnaryOperator<RecordOptions> lasting(Duration duration) {
    final Limits limits =
        new Limits(
            Optional.of(duration),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
    return o ->
        new RecordOptions(
            o.source(),
            o.selection(),
            o.interval(),
            o.persistence(),
            o.concurrency(),
            o.minFree(),
            limits);
  }
}
