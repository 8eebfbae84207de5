package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.aircheck.engine.media.Structure;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.ExchangeKind;
import org.aircheck.engine.store.Gap;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * Records one track: what its list announces becomes rows and downloads, what it misses becomes
 * gaps.
 */
final class TrackRecorder {
  private final long id;
  private final Desk desk;
  private final Downloads downloads;
  private final Optional<Lookahead> lookahead;
  private final Foretold foretold = new Foretold();
  private final TrackHistory history = new TrackHistory();
  private final TrackTally tally = new TrackTally();

  /** The segments that are listed, or still to be had, by their rows' numbers. */
  private final Map<Long, Item> items = new HashMap<>();

  private final Map<Place, Long> assets = new HashMap<>();
  private Track track;
  private boolean read;
  private boolean probing;
  private boolean ended;
  private Optional<Instant> lastAnnounced = Optional.empty();

  /** An address and the part of it. */
  private record Place(ExchangeKind kind, URI uri, Optional<ByteRange> range) {}

  /** A segment's row as it is now, with what it is downloaded by and the hash of its body. */
  private static final class Item {
    RecordedSegment row;
    Optional<Download> download = Optional.empty();
    String sha256 = "";

    Item(RecordedSegment row) {
      this.row = row;
    }
  }

  TrackRecorder(
      long id, Track track, Desk desk, Downloads downloads, Optional<Lookahead> lookahead) {
    this.id = id;
    this.track = track;
    this.desk = desk;
    this.downloads = downloads;
    this.lookahead = lookahead;
  }

  long id() {
    return id;
  }

  int epoch() {
    return history.epoch();
  }

  Track track() {
    return track;
  }

  void describe(Track described) {
    if (!described.equals(track)) {
      track = described;
      desk.writer().track(described);
    }
  }

  /** When the newest segment was announced. */
  Optional<Instant> lastAnnounced() {
    return lastAnnounced;
  }

  TrackTally tally() {
    return tally;
  }

  TrackProgress progress() {
    return new TrackProgress(
        track.id(),
        history.newest(),
        tally.kept(),
        tally.missing(),
        history.epoch() + 1,
        desk.traffic().of(id),
        downloads.behind(id));
  }

  /** Goes on from what an earlier run recorded last. */
  void restore(List<RecordedSegment> newest) {
    if (newest.isEmpty()) {
      return;
    }
    history.restore(
        newest.getLast().epoch(), newest.stream().map(RecordedSegment::segment).toList());
    for (RecordedSegment row : newest) {
      final Item item = new Item(row);
      items.put(row.id(), item);
      if (row.state() == SegmentState.PENDING) {
        tally.announced(row.segment());
        fetch(item);
      }
    }
  }

  /** Whether its list was read at least once. */
  boolean isRead() {
    return read;
  }

  /** Takes in a new version of the list. */
  void observe(List<Segment> version) {
    read = true;
    take(foretold.behind(version));
  }

  private void take(List<Segment> version) {
    switch (history.observe(version)) {
      case TrackHistory.Reading.Advance advance -> advance(advance);
      case TrackHistory.Reading.Restart restart -> restart(restart);
      case TrackHistory.Reading.Doubtful doubtful -> probe(doubtful.probe(), version);
      case TrackHistory.Reading.Stale ignored -> {}
    }
  }

  /** Takes in a segment that was found although it was not listed. */
  void found(Segment segment, long exchange) {
    final Instant now = desk.now();
    final OptionalLong initialization =
        segment
            .initialization()
            .map(i -> OptionalLong.of(asset(i, now)))
            .orElse(OptionalLong.empty());
    desk.writer()
        .segment(
            new RecordedSegment(
                desk.writer().newId(),
                id,
                history.epoch(),
                segment,
                SegmentState.COMPLETE,
                now,
                Optional.of(now),
                OptionalLong.of(exchange),
                initialization,
                List.of()));
    tally.announced(segment);
    tally.kept(segment);
  }

  /** No manifest lists the track any more. */
  void gone() {
    final Instant now = desk.now();
    items.values().stream().toList().forEach(item -> removed(item, now, true));
  }

  /** The list has ended: nothing in it will be announced again. */
  void ended() {
    final Instant now = desk.now();
    ended = true;
    items.values().stream().toList().forEach(item -> removed(item, now, false));
  }

  private void advance(TrackHistory.Reading.Advance advance) {
    final Instant now = desk.now();
    advance.missed().ifPresent(m -> gap(m, Gap.Reason.WINDOW_PASSED, "left the list unseen"));
    advance.announced().forEach(s -> announce(s, now));
    if (!advance.moved().isEmpty()) {
      final Map<Long, Segment> moved =
          advance.moved().stream().collect(Collectors.toMap(Segment::sequence, s -> s));
      current().forEach(i -> move(i, Optional.ofNullable(moved.get(i.row.segment().sequence()))));
    }
    remove(advance.removed(), now);
  }

  private void restart(TrackHistory.Reading.Restart restart) {
    foretold.clear();
    final Instant now = desk.now();
    final int epoch = history.epoch();
    desk.tell(new Event.EpochBegan(now, track.id(), epoch));
    assets.clear();
    final Set<URI> reused =
        restart.announced().stream().map(Segment::uri).collect(Collectors.toSet());
    for (Item item : List.copyOf(items.values())) {
      if (item.row.epoch() < epoch) {
        removed(item, now, true);
        item.download
            .filter(d -> reused.contains(d.uri))
            .ifPresent(d -> downloads.abandon(d, "its address was reused"));
      }
    }
    restart.announced().forEach(s -> announce(s, now));
  }

  private List<Item> current() {
    return items.values().stream().filter(i -> i.row.epoch() == history.epoch()).toList();
  }

  private void announce(Segment segment, Instant now) {
    lastAnnounced = Optional.of(now);
    if (segment.discontinuity()) {
      // A new encoding may bring a new initialization section under the same address.
      assets.keySet().removeIf(place -> place.kind() == ExchangeKind.INITIALIZATION);
    }
    final OptionalLong initialization =
        segment
            .initialization()
            .map(i -> OptionalLong.of(asset(i, now)))
            .orElse(OptionalLong.empty());
    final List<Long> keys = new ArrayList<>();
    segment.keys().stream().flatMap(k -> fetchable(k).stream()).forEach(u -> keys.add(key(u, now)));
    final SegmentState state = segment.gap() ? SegmentState.DECLARED_GAP : SegmentState.PENDING;
    final Item item =
        new Item(
            new RecordedSegment(
                desk.writer().newId(),
                id,
                history.epoch(),
                segment,
                state,
                now,
                Optional.empty(),
                OptionalLong.empty(),
                initialization,
                keys));
    items.put(item.row.id(), item);
    tally.announced(segment);
    desk.writer().segment(item.row);
    if (!segment.gap()) {
      fetch(item);
    }
  }

  private void fetch(Item item) {
    final Segment segment = item.row.segment();
    final Download.Target target =
        new Download.Target(
            ExchangeKind.SEGMENT,
            OptionalLong.of(id),
            segment.uri(),
            segment.range(),
            scope(segment.keys(), segment.range()),
            segment.duration().duration(),
            segment.sequence());
    final Download download = downloads.add(target, (s, x, h, e) -> settled(item, s, x, h, e));
    lookahead.ifPresent(ahead -> download.inside = Optional.of(bytes -> after(item, ahead, bytes)));
    item.download = Optional.of(download);
  }

  /** Waits for the list to have what a segment tells of those behind it. */
  private Runnable after(Item item, Lookahead ahead, byte[] bytes) {
    final int epoch = item.row.epoch();
    final Instant announced = item.row.announced();
    final List<Segment> told = ahead.after(track, item.row.segment(), bytes);
    return () ->
        told.forEach(segment ->
            desk.timers()
                .at(
                    foretold.due(item.row.segment(), announced, segment),
                    () -> foretold(segment, epoch)));
  }

  /** Takes a segment for listed that the list ought to have by now. */
  private void foretold(Segment segment, int epoch) {
    if (epoch == history.epoch() && !ended && foretold.add(segment)) {
      take(foretold.version());
    }
  }

  private void settled(
      Item item, SegmentState state, OptionalLong exchange, String sha256, String error) {
    item.download = Optional.empty();
    item.sha256 = sha256;
    final RecordedSegment r = item.row;
    item.row =
        new RecordedSegment(
            r.id(),
            r.track(),
            r.epoch(),
            r.segment(),
            state,
            r.announced(),
            r.removed(),
            exchange,
            r.initialization(),
            r.keys());
    desk.writer().segment(item.row);
    if (state == SegmentState.COMPLETE) {
      tally.kept(r.segment());
    } else {
      final long sequence = r.segment().sequence();
      tally.lost();
      record(
          new Gap(
              desk.writer().newId(),
              OptionalLong.of(id),
              r.epoch(),
              OptionalLong.of(sequence),
              OptionalLong.of(sequence),
              1,
              r.announced(),
              desk.now(),
              Gap.Reason.LOST,
              error));
    }
    if (item.row.removed().isPresent()) {
      items.remove(r.id());
    }
  }

  private void remove(List<Segment> gone, Instant now) {
    if (gone.isEmpty()) {
      return;
    }
    final Set<Long> numbers =
        gone.stream().map(Segment::sequence).collect(Collectors.toCollection(HashSet::new));
    current().stream()
        .filter(i -> numbers.contains(i.row.segment().sequence()))
        .forEach(i -> removed(i, now, true));
  }

  /**
   * A removed segment stays fetchable for its duration and the longest list that had it (RFC 8216
   * section 6.2.2).
   */
  private void removed(Item item, Instant now, boolean delisted) {
    final RecordedSegment r = item.row;
    if (r.removed().isPresent()) {
      return;
    }
    if (delisted) {
      item.row =
          new RecordedSegment(
              r.id(),
              r.track(),
              r.epoch(),
              r.segment(),
              r.state(),
              r.announced(),
              Optional.of(now),
              r.exchange(),
              r.initialization(),
              r.keys());
      desk.writer().segment(item.row);
    }
    final Duration kept = r.segment().duration().duration().plus(history.longest());
    item.download.ifPresentOrElse(
        d -> downloads.expires(d, now.plus(kept)), () -> items.remove(r.id()));
  }

  private void move(Item item, Optional<Segment> moved) {
    moved.ifPresent(segment -> item.download.ifPresent(d -> d.uri = segment.uri()));
  }

  private long asset(Initialization initialization, Instant now) {
    initialization.keys().stream().flatMap(k -> fetchable(k).stream()).forEach(u -> key(u, now));
    return asset(
        new Place(ExchangeKind.INITIALIZATION, initialization.uri(), initialization.range()),
        scope(initialization.keys(), initialization.range()),
        now);
  }

  private long key(URI uri, Instant now) {
    return asset(new Place(ExchangeKind.KEY, uri, Optional.empty()), Structure.Scope.PART, now);
  }

  private long asset(Place place, Structure.Scope scope, Instant now) {
    final Long known = assets.get(place);
    if (known != null) {
      return known;
    }
    if (assets.size() > 1_000) {
      assets.clear(); // rotating keys: only the newest are still referred to
    }
    final Asset asset =
        Assets.announce(
            desk, downloads, OptionalLong.of(id), place.kind(), place.uri(), place.range(), scope);
    assets.put(place, asset.id());
    return asset.id();
  }

  private static Optional<URI> fetchable(Key key) {
    return key.uri()
        .filter(
            u -> "http".equalsIgnoreCase(u.getScheme()) || "https".equalsIgnoreCase(u.getScheme()));
  }

  private static Structure.Scope scope(List<Key> keys, Optional<ByteRange> range) {
    if (keys.stream().anyMatch(k -> k.method().equals("AES-128") || k.method().equals("AES-256"))) {
      return Structure.Scope.ENCRYPTED;
    }
    return range.isPresent() ? Structure.Scope.PART : Structure.Scope.WHOLE;
  }

  /**
   * Asks again for a known segment of a list that fell back: other bytes mean that the encoder has
   * begun anew.
   */
  private void probe(Segment segment, List<Segment> version) {
    final Optional<Item> known =
        current().stream()
            .filter(i -> i.row.segment().sequence() == segment.sequence())
            .findFirst();
    if (probing || known.isEmpty() || known.get().sha256.isEmpty()) {
      return;
    }
    probing = true;
    final String recorded = known.get().sha256;
    final Download.Target target =
        new Download.Target(
            ExchangeKind.SEGMENT,
            OptionalLong.of(id),
            segment.uri(),
            segment.range(),
            scope(segment.keys(), segment.range()),
            Duration.ZERO,
            segment.sequence());
    final Download probe =
        downloads.add(
            target,
            (state, exchange, sha256, error) -> {
              probing = false;
              if (state == SegmentState.COMPLETE && !sha256.equals(recorded)) {
                restart(history.restart(version));
              } else {
                history.clear(segment);
              }
            });
    downloads.expires(probe, desk.now().plus(history.longest()));
  }

  private void gap(TrackHistory.Missed missed, Gap.Reason reason, String detail) {
    tally.missed(missed.count());
    final Instant now = desk.now();
    record(
        new Gap(
            desk.writer().newId(),
            OptionalLong.of(id),
            history.epoch(),
            OptionalLong.of(missed.first()),
            OptionalLong.of(missed.last()),
            missed.count(),
            lastAnnounced.orElse(now),
            now,
            reason,
            detail));
  }

  private void record(Gap gap) {
    desk.writer().gap(gap);
    tally.gap();
    desk.tell(new Event.GapFound(desk.now(), track.id(), gap));
  }
}
