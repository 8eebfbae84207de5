package org.aircheck.server.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.engine.timeline.Moment;
import org.aircheck.engine.timeline.Reply;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.channel.Channel;
import org.aircheck.server.channel.Request;
import org.aircheck.server.loop.Loop;
import org.aircheck.server.loop.LoopClock.Pass;
import org.aircheck.spi.Protocol;

/**
 * A recorded session as a channel.
 *
 * <p>A target is a viewer's clock and a recorded address: {@code
 * startedAt/offset/speed/scheme/authority/path?query}. The answer is what the origin gave for that
 * address at the instant that the viewer is at.
 */
public final class ReplayChannel implements Channel {
  private static final Duration EVER = Duration.ofDays(100_000L * 365);

  private final SessionReader session;
  private final Timeline timeline;
  private final Fidelity fidelity;
  private final Mount mount;
  private final Content content;
  private final Optional<Loop> loop;
  private final Optional<LoopedManifests> looped;
  private volatile Optional<Instant> start;

  /**
   * A channel of a session that stays open as long as the channel is used.
   *
   * @param protocol reads the session's manifests; empty when there is none for them, which are
   *     then served as they are
   * @param mount where it is reached
   * @param looped whether it begins again after its end
   */
  public ReplayChannel(
      SessionReader session,
      Timeline timeline,
      Optional<Protocol> protocol,
      Fidelity fidelity,
      Mount mount,
      boolean looped) {
    this.session = session;
    this.timeline = timeline;
    this.fidelity = fidelity;
    this.mount = mount;
    this.content = new Content(session, protocol, mount.times());
    this.start = session.info().firstAnswer();
    this.loop =
        looped && protocol.isPresent()
            ? start.flatMap(first -> Loop.of(session, first))
            : Optional.empty();
    this.looped =
        loop.flatMap(l ->
            protocol.flatMap(p ->
                p.writer().map(w -> new LoopedManifests(session, timeline, p, w, l, content))));
  }

  /**
   * Where a viewer is.
   *
   * @param instant of the recording; before its beginning in the lead-in of a loop's pass
   * @param pass 0 unless looped
   */
  public record Position(Instant instant, long pass) {}

  /** Where a viewer is now; empty as long as the session has no manifest. */
  public Optional<Position> position(View view, Instant now) {
    final Duration elapsed = view.elapsed(now);
    return loop.map(l -> l.clock().pass(elapsed))
        .map(pass -> new Position(pass.recorded(), pass.number()))
        .or(() -> start().map(first -> new Position(first.plus(elapsed), 0)));
  }

  /**
   * Where a viewer finds the address that was given to the recorder, below the channel's own place.
   *
   * @return empty when that address can't be served
   */
  public Optional<String> entrance(View view) {
    return Place.of(session.info().source()).map(place -> view.path() + "/" + place);
  }

  @Override
  public Answer answer(Request request, Instant now) {
    final Optional<View.Parsed> parsed = View.parse(request.target());
    if (parsed.filter(p -> p.rest().equals(Content.CLOCK)).isPresent()) {
      return clock(parsed.get().view(), now);
    }
    final Optional<String> address = parsed.flatMap(p -> Place.address(p.rest()));
    if (parsed.isEmpty() || address.isEmpty()) {
      return new Answer(status(404, "this is no address of a recording"), Instant.MAX);
    }
    final View view = parsed.get().view();
    final Duration elapsed = view.elapsed(now);
    final Optional<Pass> pass = loop.map(l -> l.clock().pass(elapsed));
    final Optional<Instant> t =
        pass.map(Pass::recorded).or(() -> start().map(first -> first.plus(elapsed)));
    if (t.isEmpty()) {
      return new Answer(status(404, "nothing was recorded yet"), now.plusSeconds(1));
    }
    final String spelling = spelling(address.get(), t.get());
    final Moment moment = moment(spelling, request.firstByte(), t.get(), pass);
    final Duration ends = pass.map(Pass::ends).orElse(EVER);
    final Shown shown = shown(moment, spelling, parsed.get(), pass, Duration.between(t.get(), now));
    final Duration stays =
        shown.until().equals(Instant.MAX)
            ? EVER
            : elapsed.plus(Duration.between(t.get(), shown.until()));
    final Duration until = stays.compareTo(ends) < 0 ? stays : ends;
    final Instant wall = until.compareTo(EVER) >= 0 ? Instant.MAX : view.reaches(until);
    return new Answer(shown.outcome(), wall, pacing(moment.reply(), view));
  }

  /** The time that the manifest's times are to be held against. */
  private Answer clock(View view, Instant now) {
    final Instant told =
        mount.times() == ManifestTimes.SHIFTED
            ? now
            : position(view, now).map(Position::instant).orElse(now);
    final byte[] text = told.toString().getBytes(StandardCharsets.US_ASCII);
    return new Answer(
        new Answer.Text(text, "text/plain", told.toString(), Map.of("cache-control", "no-store")),
        now);
  }

  /** What to send, and until when of the recording. */
  private record Shown(Answer.Outcome outcome, Instant until) {}

  private Shown shown(
      Moment moment, String address, View.Parsed at, Optional<Pass> pass, Duration shift) {
    final String place = at.rest();
    final Content.Viewer viewer = new Content.Viewer(mount.path() + at.view().path() + "/", shift);
    if (moment.reply() instanceof Reply.Content version
        && version.observation().kind() == ExchangeKind.MANIFEST
        && looped.isPresent()
        && pass.isPresent()) {
      final Pass now = pass.get();
      if (now.number() == 0) {
        final Optional<Answer.Text> endless = looped.get().endless(version, address, place);
        return new Shown(
            endless
                .<Answer.Outcome>map(text -> text)
                .orElseGet(() -> content.of(version, place, viewer)),
            moment.until());
      }
      final Optional<LoopedManifests.Written> written = looped.get().later(address, place, now);
      if (written.isPresent()) {
        final Instant until = now.recorded().plus(written.get().until().minus(now.into()));
        return new Shown(
            written.get().text(), until.isBefore(moment.until()) ? until : moment.until());
      }
    }
    return new Shown(outcome(moment.reply(), place, viewer), moment.until());
  }

  private Answer.Outcome outcome(Reply reply, String place, Content.Viewer viewer) {
    return switch (reply) {
      case Reply.Content recorded -> content.of(recorded, place, viewer);
      case Reply.Failure failure ->
          new Answer.Status(
              failure.status(),
              "the origin answered " + failure.status(),
              errorHeaders(failure.observation()));
      case Reply.Moved moved ->
          Place.of(moved.location())
              .<Answer.Outcome>map(
                  to -> new Answer.Redirect(moved.status(), Reference.between(place, to)))
              .orElseGet(
                  () -> status(404, "the origin pointed to an address that can't be served"));
      case Reply.Broken broken -> new Answer.Disconnect();
      case Reply.NotYet notYet -> status(404, "no manifest had announced this yet");
      case Reply.Unknown unknown -> status(404, "this was not recorded");
    };
  }

  /**
   * Later passes list what an earlier one has announced, under the same address: it is there as it
   * was at the end.
   */
  private Moment moment(String address, OptionalLong firstByte, Instant t, Optional<Pass> pass) {
    final Moment moment = timeline.at(address, firstByte, t, fidelity);
    if (moment.reply() instanceof Reply.NotYet && pass.filter(p -> p.number() > 0).isPresent()) {
      return new Moment(
          timeline.at(address, firstByte, Instant.MAX, fidelity).reply(), moment.until());
    }
    return moment;
  }

  /** The recording's first instant; a session that has just begun gets one later. */
  private Optional<Instant> start() {
    if (start.isEmpty()) {
      start = session.info().firstAnswer();
    }
    return start;
  }

  private String spelling(String address, Instant t) {
    return Spellings.of(address).stream()
        .filter(candidate -> timeline.knows(candidate, t))
        .findFirst()
        .orElse(address);
  }

  private Optional<Answer.Pacing> pacing(Reply reply, View view) {
    if (fidelity != Fidelity.TIMING || view.speed().signum() == 0) {
      return Optional.empty();
    }
    return switch (reply) {
      case Reply.Content(Observation o, var body, var position, var total) ->
          Optional.of(Pace.of(o, view.speed()));
      case Reply.Failure failure -> Optional.of(Pace.of(failure.observation(), view.speed()));
      case Reply.Broken broken -> Optional.of(Pace.of(broken.observation(), view.speed()));
      case Reply.Moved moved -> Optional.empty();
      case Reply.NotYet notYet -> Optional.empty();
      case Reply.Unknown unknown -> Optional.empty();
    };
  }

  private static Map<String, String> errorHeaders(Observation observation) {
    final Map<String, String> headers = new HashMap<>();
    headers.put("aircheck-exchange", Long.toString(observation.id()));
    Optional.ofNullable(observation.headers().get("retry-after"))
        .ifPresent(after -> headers.put("retry-after", after));
    return headers;
  }

  private static Answer.Status status(int code, String message) {
    return new Answer.Status(code, message, Map.of());
  }
}
