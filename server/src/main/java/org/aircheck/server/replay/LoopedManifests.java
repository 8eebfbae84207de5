package org.aircheck.server.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.engine.timeline.Fidelity;
import org.aircheck.engine.timeline.Reply;
import org.aircheck.engine.timeline.Timeline;
import org.aircheck.server.channel.Answer;
import org.aircheck.server.loop.Loop;
import org.aircheck.server.loop.LoopClock.Pass;
import org.aircheck.server.loop.LoopedTrack;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * The media manifests of a looped session, written anew where the recorded ones can't go on: in
 * every pass but the first, and in the first where the origin said that it was over.
 *
 * <p>What a manifest says of itself (target duration, unknown tags) is taken from the last recorded
 * version of its address. Thread-safe; calls may block on the session's database.
 */
final class LoopedManifests {
  private static final long CACHED_BYTES = 32L << 20;

  private final SessionReader session;
  private final Timeline timeline;
  private final Protocol protocol;
  private final ManifestWriter writer;
  private final Loop loop;
  private final Content content;
  private final Cache<String, Optional<Template>> templates =
      Caffeine.newBuilder().maximumSize(1000).build();
  private final Cache<Listed, Answer.Text> written =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_BYTES)
          .weigher((Listed listed, Answer.Text text) -> text.bytes().length + 1000)
          .build();

  /** A manifest that the loop has written, and how far into its pass it stays as it is. */
  record Written(Answer.Text text, Duration until) {}

  /** What stays the same in every version of a manifest. */
  private record Template(
      Reply.Content last, long track, Manifest like, Presentation presentation) {}

  /** What a written version depends on; an ended one of pass 0 is told by its exchange. */
  private record Listed(String place, long first, long end, long exchange) {}

  LoopedManifests(
      SessionReader session,
      Timeline timeline,
      Protocol protocol,
      ManifestWriter writer,
      Loop loop,
      Content content) {
    this.session = session;
    this.timeline = timeline;
    this.protocol = protocol;
    this.writer = writer;
    this.loop = loop;
    this.content = content;
  }

  /**
   * The manifest of a later pass; empty when the address has none that lists segments of a track.
   */
  Optional<Written> later(String address, String place, Pass pass) {
    final Optional<Template> template = template(address);
    final Optional<LoopedTrack> track = template.flatMap(known -> loop.track(known.track()));
    if (template.isEmpty() || track.isEmpty()) {
      return Optional.empty();
    }
    final LoopedTrack.Window window = track.get().window(pass);
    final Listed listed =
        new Listed(
            place,
            window.segments().getFirst().sequence(),
            window.segments().getLast().sequence(),
            -1);
    final Answer.Text text =
        written.get(
            listed, key -> write(template.get(), template.get().last(), window.segments(), place));
    return Optional.of(new Written(text, window.until()));
  }

  /** A recorded version without its end; empty when it doesn't say that it is over, or is none. */
  Optional<Answer.Text> endless(Reply.Content version, String address, String place) {
    final Optional<Template> template = template(address);
    if (template.isEmpty() || !template.get().presentation().ended()) {
      return Optional.empty();
    }
    final Listed listed = new Listed(place, 0, 0, version.observation().id());
    return read(version)
        .filter(Presentation::ended)
        .map(p ->
            written.get(
                listed,
                key -> write(template.get(), version, p.tracks().getFirst().segments(), place)));
  }

  private Answer.Text write(
      Template template, Reply.Content version, List<Segment> segments, String place) {
    final Presentation last = template.presentation();
    final Track track = last.tracks().getFirst();
    final Presentation presentation =
        last.toBuilder()
            .tracks(List.of(track.withSegments(segments)))
            .ended(false)
            .growing(false)
            .targetDuration(last.targetDuration().map(stated -> atLeast(stated, template.track())))
            .warnings(List.of())
            .build();
    return content.written(version, writer.write(presentation, template.like()), place);
  }

  private Duration atLeast(Duration stated, long track) {
    final Duration longest = loop.track(track).map(LoopedTrack::longest).orElse(Duration.ZERO);
    return longest.compareTo(stated) > 0 ? longest : stated;
  }

  private Optional<Template> template(String address) {
    return templates.get(address, this::readTemplate);
  }

  private Optional<Template> readTemplate(String address) {
    final Instant end = loop.clock().start().plus(loop.clock().recorded());
    final Reply reply = timeline.at(address, OptionalLong.empty(), end, Fidelity.CONTENT).reply();
    if (!(reply instanceof Reply.Content last)) {
      return Optional.empty();
    }
    final Optional<Presentation> presentation = read(last).filter(LoopedManifests::listsOneTrack);
    final OptionalLong track = track(address);
    if (presentation.isEmpty() || track.isEmpty()) {
      return Optional.empty();
    }
    final Presentation p = presentation.get();
    // Its segments are not needed again, and there may be very many.
    final Presentation slim =
        p.toBuilder()
            .tracks(List.of(p.tracks().getFirst().withSegments(List.of())))
            .growing(false)
            .warnings(List.of())
            .build();
    final Manifest like = content.manifest(last).withBytes(new byte[0]);
    return Optional.of(new Template(last, track.getAsLong(), like, slim));
  }

  /**
   * The track of a manifest; a session of one track may have a manifest that belongs to the whole.
   */
  private OptionalLong track(String address) {
    final OptionalLong known = timeline.track(address);
    if (known.isPresent() || session.tracks().size() != 1) {
      return known;
    }
    return OptionalLong.of(session.tracks().getFirst().id());
  }

  private Optional<Presentation> read(Reply.Content version) {
    try {
      return Optional.of(protocol.read(content.manifest(version), version.observation().at()));
    } catch (MalformedManifestException notOne) {
      return Optional.empty();
    }
  }

  private static boolean listsOneTrack(Presentation presentation) {
    return presentation.tracks().size() == 1
        && presentation.tracks().getFirst().manifest().isEmpty();
  }
}
