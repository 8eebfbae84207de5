package org.aircheck.testkit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.engine.timeline.Moment;
import org.aircheck.engine.timeline.Reply;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.engine.timeline.Version;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;
import org.aircheck.testkit.store.FakeSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step functions that a timeline makes of exchanges. */
final class TimelineTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String LIST = "https://origin.example/live/a.m3u8";
  private static final String SEGMENT = "https://origin.example/live/1.ts";

  @TempDir Path folder;

  private FakeSession session;

  private FakeSession session() {
    session = new FakeSession("one", LIST, folder).protocol("hls");
    return session;
  }

  private static Instant at(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  private Moment moment(String address, double seconds, Fidelity fidelity) {
    return new Timeline(session).at(address, OptionalLong.empty(), at(seconds), fidelity);
  }

  private String text(String address, double seconds, Fidelity fidelity) {
    final Reply reply = moment(address, seconds, fidelity).reply();
    assertThat(reply).isInstanceOf(Reply.Content.class);
    return new String(session.content(((Reply.Content) reply).body()), StandardCharsets.UTF_8);
  }

  private void manifest(double seconds, String body) {
    session.exchange(ExchangeKind.MANIFEST, LIST, at(seconds)).track(1).body(body).add();
  }

  @Test
  void a_manifest_answers_as_the_last_exchange_before_the_instant() {
    session();
    manifest(0, "one");
    manifest(2, "two");
    manifest(4, "three");
    assertThat(text(LIST, 0, Fidelity.ANSWERS)).isEqualTo("one");
    assertThat(text(LIST, 1.999, Fidelity.ANSWERS)).isEqualTo("one");
    assertThat(text(LIST, 2, Fidelity.ANSWERS)).isEqualTo("two");
    assertThat(text(LIST, 3.999, Fidelity.ANSWERS)).isEqualTo("two");
    assertThat(moment(LIST, 2.5, Fidelity.ANSWERS).until()).isEqualTo(at(4));
  }

  @Test
  void before_the_first_exchange_it_answers_as_the_first_and_after_the_last_as_the_last() {
    session();
    manifest(0, "one");
    manifest(2, "two");
    assertThat(text(LIST, -100, Fidelity.ANSWERS)).isEqualTo("one");
    assertThat(moment(LIST, -100, Fidelity.ANSWERS).until()).isEqualTo(at(2));
    assertThat(text(LIST, 100, Fidelity.ANSWERS)).isEqualTo("two");
    assertThat(moment(LIST, 100, Fidelity.ANSWERS).until()).isEqualTo(Instant.MAX);
  }

  @Test
  void unchanged_versions_are_one_step_described_by_its_first_exchange() {
    session();
    manifest(0, "one");
    manifest(1, "one");
    session.exchange(ExchangeKind.MANIFEST, LIST, at(2)).status(304).body("one").add();
    manifest(3, "two");
    final Moment moment = moment(LIST, 2.5, Fidelity.ANSWERS);
    assertThat(moment.until()).isEqualTo(at(3));
    assertThat(((Reply.Content) moment.reply()).observation().id()).isEqualTo(1);
  }

  @Test
  void errors_of_the_origin_are_answers_but_no_content() {
    session();
    manifest(0, "one");
    session.exchange(ExchangeKind.MANIFEST, LIST, at(2)).status(503).body("sorry").add();
    session.exchange(ExchangeKind.MANIFEST, LIST, at(3)).status(0).error("connection reset").add();
    session.exchange(ExchangeKind.MANIFEST, LIST, at(4)).status(304).body("one").add();
    assertThat(moment(LIST, 2.5, Fidelity.ANSWERS).reply())
        .isInstanceOfSatisfying(Reply.Failure.class, f -> assertThat(f.status()).isEqualTo(503));
    assertThat(moment(LIST, 3.5, Fidelity.ANSWERS).reply()).isInstanceOf(Reply.Broken.class);
    final Moment back = moment(LIST, 4.5, Fidelity.ANSWERS);
    assertThat(((Reply.Content) back.reply()).observation().id())
        .as("the exchange that brought the body, not the 304")
        .isEqualTo(1);
    assertThat(text(LIST, 2.5, Fidelity.CONTENT)).isEqualTo("one");
    assertThat(moment(LIST, 2.5, Fidelity.CONTENT).until()).isEqualTo(Instant.MAX);
  }

  /** The first version is served from the beginning: a player that asks at once gets all of it. */
  @Test
  void what_the_first_version_lists_is_there_as_early_as_that_version() {
    session();
    session.segment(listed(1, "http://o.test/1.ts", at(0.4)));
    session.segment(listed(2, "http://o.test/2.ts", at(5)));
    for (String address : List.of("http://o.test/1.ts", "http://o.test/2.ts")) {
      session.exchange(ExchangeKind.SEGMENT, address, at(6)).track(1).body("media").add();
    }
    assertThat(text("http://o.test/1.ts", 0, Fidelity.ANSWERS)).isEqualTo("media");
    assertThat(moment("http://o.test/2.ts", 0, Fidelity.ANSWERS).reply())
        .isInstanceOf(Reply.NotYet.class);
  }

  private static RecordedSegment listed(long number, String address, Instant announced) {
    final Segment segment =
        Segment.builder(number, URI.create(address), new MediaTime(4, 1)).build();
    return new RecordedSegment(
        number,
        1,
        0,
        segment,
        SegmentState.COMPLETE,
        announced,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of());
  }

  @Test
  void a_segment_is_not_there_before_it_was_announced_unless_only_content_counts() {
    session();
    manifest(0, "one");
    session.announce(SEGMENT, Optional.empty(), at(5));
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(6)).track(1).body("media").add();
    final Moment early = moment(SEGMENT, 4.9, Fidelity.ANSWERS);
    assertThat(early.reply()).isInstanceOf(Reply.NotYet.class);
    assertThat(early.until()).isEqualTo(at(5));
    assertThat(text(SEGMENT, 5, Fidelity.ANSWERS)).isEqualTo("media");
    assertThat(text(SEGMENT, -50, Fidelity.CONTENT)).isEqualTo("media");
  }

  @Test
  void a_segment_repeats_the_errors_that_its_first_attempts_met() {
    session();
    manifest(0, "one");
    session.announce(SEGMENT, Optional.empty(), at(5));
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(5.2)).status(404).add();
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(6)).attempt(2).body("media").add();
    assertThat(moment(SEGMENT, 5.1, Fidelity.ANSWERS).reply()).isInstanceOf(Reply.Failure.class);
    assertThat(moment(SEGMENT, 5.9, Fidelity.TIMING).reply()).isInstanceOf(Reply.Failure.class);
    assertThat(text(SEGMENT, 6, Fidelity.ANSWERS)).isEqualTo("media");
  }

  @Test
  void a_body_that_was_refused_and_asked_for_again_is_no_content() {
    session();
    manifest(0, "one");
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(5)).body("<html>").add();
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(6)).attempt(2).body("media").add();
    assertThat(text(SEGMENT, 5.5, Fidelity.ANSWERS)).isEqualTo("<html>");
    assertThat(text(SEGMENT, 5.5, Fidelity.CONTENT)).isEqualTo("media");
  }

  @Test
  void a_cut_off_body_counts_only_when_no_whole_one_came() {
    session();
    manifest(0, "one");
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(5)).body("med").error("cut off").add();
    assertThat(text(SEGMENT, 9, Fidelity.ANSWERS)).isEqualTo("med");
    assertThat(text(SEGMENT, 9, Fidelity.CONTENT)).isEqualTo("med");
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(6)).attempt(2).body("media").add();
    assertThat(text(SEGMENT, 5.5, Fidelity.ANSWERS)).isEqualTo("media");
  }

  @Test
  void redirects_are_taken_hop_by_hop() {
    session();
    session
        .exchange(ExchangeKind.MANIFEST, LIST, at(0))
        .track(1)
        .redirected(302, "https://b.example/x")
        .redirected(307, "https://c.example/y.m3u8")
        .body("one")
        .add();
    assertThat(moment(LIST, 1, Fidelity.CONTENT).reply())
        .isInstanceOfSatisfying(
            Reply.Moved.class,
            moved -> {
              assertThat(moved.status()).isEqualTo(302);
              assertThat(moved.location()).hasToString("https://b.example/x");
            });
    assertThat(moment("https://b.example/x", 1, Fidelity.ANSWERS).reply())
        .isInstanceOfSatisfying(
            Reply.Moved.class,
            moved -> assertThat(moved.location()).hasToString("https://c.example/y.m3u8"));
    assertThat(text("https://c.example/y.m3u8", 1, Fidelity.ANSWERS)).isEqualTo("one");
  }

  @Test
  void an_address_that_redirects_to_itself_is_where_the_bytes_are() {
    session();
    session.exchange(ExchangeKind.MANIFEST, LIST, at(0)).redirected(302, LIST).body("one").add();
    assertThat(text(LIST, 1, Fidelity.ANSWERS)).isEqualTo("one");
  }

  @Test
  void of_a_resource_recorded_in_parts_the_one_with_the_wanted_byte_answers() {
    session();
    manifest(0, "one");
    session
        .exchange(ExchangeKind.SEGMENT, SEGMENT, at(1))
        .status(206)
        .range(0, 4)
        .header("content-range", "bytes 0-3/10")
        .body("aaaa")
        .add();
    session
        .exchange(ExchangeKind.SEGMENT, SEGMENT, at(2))
        .status(206)
        .range(4, 3)
        .body("bbb")
        .add();
    final Timeline timeline = new Timeline(session);
    final Reply second = timeline.at(SEGMENT, OptionalLong.of(5), at(3), Fidelity.ANSWERS).reply();
    assertThat(second)
        .isInstanceOfSatisfying(
            Reply.Content.class,
            content -> {
              assertThat(content.position()).isEqualTo(4);
              assertThat(content.total()).isEmpty();
              assertThat(session.content(content.body())).asString().isEqualTo("bbb");
            });
    final Reply first = timeline.at(SEGMENT, OptionalLong.of(0), at(3), Fidelity.ANSWERS).reply();
    assertThat(((Reply.Content) first).total()).hasValue(10);
    assertThat(timeline.at(SEGMENT, OptionalLong.of(7), at(3), Fidelity.ANSWERS).reply())
        .isInstanceOf(Reply.Unknown.class);
  }

  @Test
  void what_was_never_recorded_is_unknown() {
    session();
    manifest(0, "one");
    assertThat(moment("https://origin.example/other", 1, Fidelity.ANSWERS).reply())
        .isInstanceOf(Reply.Unknown.class);
    session.exchange(ExchangeKind.SEGMENT, SEGMENT, at(1)).status(500).add();
    assertThat(moment(SEGMENT, 2, Fidelity.CONTENT).reply()).isInstanceOf(Reply.Unknown.class);
  }

  @Test
  void a_session_that_is_being_recorded_is_followed() {
    session().running();
    manifest(0, "one");
    final Timeline timeline = new Timeline(session);
    final Moment before = timeline.at(LIST, OptionalLong.empty(), at(5), Fidelity.ANSWERS);
    assertThat(before.until()).isEqualTo(at(6));
    manifest(4, "two");
    final Reply after = timeline.at(LIST, OptionalLong.empty(), at(5), Fidelity.ANSWERS).reply();
    assertThat(session.content(((Reply.Content) after).body())).asString().isEqualTo("two");
  }

  @Test
  void an_address_is_read_once_however_often_it_is_asked_for() {
    session();
    for (int i = 0; i < 10_000; i++) {
      manifest(i, "version " + i);
    }
    final Timeline timeline = new Timeline(session);
    for (int i = 0; i < 10_000; i++) {
      final Moment moment = timeline.at(LIST, OptionalLong.empty(), at(i + 0.5), Fidelity.ANSWERS);
      assertThat(((Reply.Content) moment.reply()).observation().id()).isEqualTo(i + 1L);
    }
    assertThat(session.timesIndexed()).isEqualTo(1);
  }

  @Test
  void versions_name_the_manifest_of_each_track_at_an_instant() {
    session();
    manifest(0, "one");
    manifest(1, "one");
    manifest(2, "two");
    final String renewed = LIST + "?token=2";
    session.exchange(ExchangeKind.MANIFEST, renewed, at(4)).track(1).body("three").add();
    session
        .exchange(ExchangeKind.MANIFEST, "https://origin.example/master", at(0))
        .body("all")
        .add();
    final Timeline timeline = new Timeline(session);
    assertThat(timeline.versions(at(3)))
        .containsExactly(
            new Version(OptionalLong.empty(), "https://origin.example/master", 5, at(0), 1, 1),
            new Version(OptionalLong.of(1), LIST, 3, at(2), 2, 2));
    assertThat(timeline.versions(at(5)).getLast().address()).isEqualTo(renewed);
    assertThat(timeline.track(renewed)).hasValue(1);
  }

  @Test
  void a_step_lasts_until_the_next_one_in_every_fidelity() {
    session();
    manifest(0, "one");
    session.exchange(ExchangeKind.MANIFEST, LIST, at(2)).status(500).add();
    manifest(3, "two");
    assertThat(moment(LIST, 1, Fidelity.ANSWERS).until()).isEqualTo(at(2));
    assertThat(moment(LIST, 1, Fidelity.CONTENT).until()).isEqualTo(at(3));
    assertThat(Duration.between(START, moment(LIST, 2.5, Fidelity.ANSWERS).until())).hasSeconds(3);
  }
}
