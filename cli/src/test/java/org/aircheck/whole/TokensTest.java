package org.aircheck.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aircheck.engine.record.RecordOptions;
import org.aircheck.engine.record.Summary;
import org.aircheck.testkit.TestClock;
import org.aircheck.testkit.live.FakeOrigin;
import org.aircheck.testkit.live.Fault;
import org.aircheck.testkit.live.Faults;
import org.aircheck.testkit.live.LiveChannel;
import org.aircheck.testkit.live.Scenario;
import org.aircheck.testkit.live.Scope;
import org.aircheck.testkit.live.Share;
import org.aircheck.testkit.live.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What origins do besides failing plainly; all of it must cost nothing. */
class TokensTest {
  private static final LiveChannel CHANNEL =
      LiveChannel.of(Duration.ofSeconds(2), 6, 40)
          .withVariants(List.of(Variant.video("v0"), Variant.video("v1")));

  @TempDir Path root;

  @Test
  void addresses_with_tokens_that_expire_are_resolved_anew_and_stay_one_track() throws Exception {
    everythingIsKept(CHANNEL, Faults.tokens(Duration.ofSeconds(9)));
  }

  @Test
  void an_old_playlist_from_a_cache_is_no_restart() throws Exception {
    everythingIsKept(CHANNEL, Faults.stalePlaylist(3, Duration.ofSeconds(5)));
  }

  @Test
  void segments_that_are_announced_before_they_are_there() throws Exception {
    everythingIsKept(CHANNEL, Faults.lateSegments(Duration.ofMillis(1500)));
  }

  @Test
  void redirects_to_another_host() throws Exception {
    everythingIsKept(CHANNEL, Faults.redirect(302, "localhost", Scope.EVERYTHING));
  }

  @Test
  void too_many_requests_with_a_time_to_wait() throws Exception {
    everythingIsKept(
        CHANNEL, Faults.tooManyRequests(Duration.ofSeconds(2), 2, Share.of(0.3), Scope.SEGMENTS));
  }

  @Test
  void pages_and_nothing_instead_of_media() throws Exception {
    everythingIsKept(CHANNEL, Faults.html(2, Share.of(0.3)), Faults.empty(1, Share.of(0.3)));
  }

  @Test
  void connections_that_are_hung_up() throws Exception {
    everythingIsKept(CHANNEL, Faults.hangup(2, Share.of(0.2), Scope.EVERYTHING));
  }

  @Test
  void rotating_keys() throws Exception {
    everythingIsKept(CHANNEL.withKeys(4), Faults.status(503, 1, Share.of(0.3), Scope.KEYS));
  }

  private void everythingIsKept(LiveChannel channel, Fault... faults) throws Exception {
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final Scenario scenario = new Scenario("faults", channel, segment -> List.of(faults));
    final FakeOrigin origin = new FakeOrigin(scenario, clock);
    final Rig rig = new Rig(root, origin, clock);
    final Summary summary = rig.record("s", RecordOptions.of(origin.uri()));
    assertThat(rig.kept("s")).hasSize(2);
    rig.kept("s").values().forEach(track -> assertThat(track).hasSize(40).doesNotHaveDuplicates());
    assertThat(summary.complete()).as("%s %s", summary, rig.events).isTrue();
    assertThat(summary.epochs()).isEqualTo(1);
    assertThat(rig.sessions.verify("s").whole()).isTrue();
  }
}
