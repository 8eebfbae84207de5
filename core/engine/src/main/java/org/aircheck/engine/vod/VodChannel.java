package org.aircheck.engine.vod;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Playout;
import org.aircheck.spi.playout.Schedule;

/**
 * A stream on air. What it lists at an instant follows from its index alone; the index changes only
 * at a seam that is still to come, so that nobody who has the channel on notices.
 *
 * <p>A channel that was never measured begins with the durations of its manifest. When the measured
 * ones come, they hold from the next seam on, as a further programme; if nobody had asked for the
 * channel yet, from the beginning. Thread-safe.
 */
public final class VodChannel {
  /** How far ahead a change is made known to other processes. */
  private static final Duration NOTICE = Duration.ofSeconds(3);

  /** How often a channel that may still change looks for what others have decided. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration LONGEST_EVENT = Duration.ofDays(7);

  private final VodStream stream;
  private final Playout playout;
  private final ChannelOptions options;
  private final IndexFile index;
  private final String signature;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Station station;
  private ChannelState state;
  private Measurements measurements;

  /** Whether somebody has the channel on: here, or by the index elsewhere. */
  private volatile boolean shared;

  private long seen;
  private volatile Instant looked = Instant.MIN;

  /**
   * The channel as it is now.
   *
   * @param broadcast with the window that was asked for
   * @param wide with a window that is longer by a target duration, for manifests that must cover
   *     the window also while tracks part at a seam
   * @param tracks as put on air last
   * @param window of {@code broadcast}
   * @param target the target duration, whole seconds
   * @param epoch when the broadcast began
   * @param measured whether the lengths are measured, from the last programme on
   */
  public record Station(
      Broadcast broadcast,
      Broadcast wide,
      List<Track> tracks,
      Duration window,
      Duration target,
      Instant epoch,
      Optional<Instant> stop,
      boolean growing,
      boolean measured,
      Instant lastProgramme) {}

  private VodChannel(
      VodStream stream, Playout playout, ChannelOptions options, IndexFile index, Instant now) {
    this.stream = stream;
    this.playout = playout;
    this.options = options;
    this.index = index;
    this.signature = mode(options) + signature(stream);
    final IndexJson.Content kept = index.read();
    this.measurements = kept.measurements();
    this.seen = index.version();
    final Optional<ChannelState> fitting =
        kept.state().filter(this::isSound).filter(s -> fits(s, now));
    this.shared = fitting.isPresent();
    this.state = fitting.orElseGet(() -> fresh(epoch(kept.state(), now)));
    this.station = station(state);
  }

  /**
   * Opens a channel.
   *
   * @param now on the wall clock
   * @throws VodException when it can't be put on air
   */
  public static VodChannel open(
      VodStream stream, Playout playout, ChannelOptions options, IndexFile index, Instant now)
      throws VodException {
    final VodChannel channel;
    try {
      channel = new VodChannel(stream, playout, options, index, now);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new VodException(stream.name() + " can't be put on air: " + e.getMessage());
    }
    final Instant epoch = channel.station.epoch();
    if (options.growing() && Duration.between(epoch, now).compareTo(LONGEST_EVENT) > 0) {
      throw new VodException(
          stream.name()
              + ": an event that began at "
              + epoch
              + " would list more than players can read; give a later --start");
    }
    return channel;
  }

  /** Whether a state is of this stream and can be put on air: an index may be anybody's. */
  private boolean isSound(ChannelState other) {
    try {
      return other.signature().equals(signature)
          && other.isOf(stream)
          && !station(other).tracks().isEmpty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  /** Whether a kept state is of these options. */
  private boolean fits(ChannelState state, Instant now) {
    final Optional<Instant> wanted = options.start().or(options::epoch);
    if (wanted.isPresent()) {
      return state.epoch().equals(wanted.get());
    }
    // One that is over is begun anew: who starts it again wants to see it again.
    return !options.once() || station(state).stop().filter(s -> s.isAfter(now)).isPresent();
  }

  /**
   * Channels that begin when they are first opened have another history than those that always ran.
   */
  private static String mode(ChannelOptions options) {
    return options.once() || options.growing() ? "begun:" : "endless:";
  }

  private Instant epoch(Optional<ChannelState> kept, Instant now) {
    final Optional<Instant> wanted = options.start().or(options::epoch);
    if (wanted.isPresent()) {
      return wanted.get();
    }
    return options.once() || options.growing()
        ? now.truncatedTo(ChronoUnit.SECONDS)
        : kept.filter(s -> s.signature().startsWith(mode(options)))
            .map(ChannelState::epoch)
            .orElse(ChannelOptions.EPOCH);
  }

  /** A channel without a past. */
  private ChannelState fresh(Instant epoch) {
    final boolean measured = !Measurer.needs(stream, measurements);
    final Map<String, Lengths> lengths = lengths(measured);
    final Duration target = target(lengths, measured);
    return new ChannelState(
        signature, epoch, target, List.of(new ChannelState.Aired(epoch, measured, lengths)));
  }

  private Map<String, Lengths> lengths(boolean measured) {
    final Map<String, Lengths> lengths = new LinkedHashMap<>();
    for (VodTrack track : stream.tracks()) {
      lengths.put(
          track.name(),
          measured ? Lengths.measured(track.track(), measurements) : Lengths.stated(track.track()));
    }
    return lengths;
  }

  /**
   * The longest segment, rounded (draft-pantos-hls-rfc8216bis section 4.4.3.1). What was not
   * measured yet may turn out longer: then what the manifests promise counts too.
   */
  private Duration target(Map<String, Lengths> lengths, boolean measured) {
    final long longest =
        Programmes.tracks(stream, lengths, Duration.ofHours(1)).stream()
            .flatMap(t -> t.segments().stream())
            .filter(s -> !s.gap())
            .mapToLong(s -> s.duration().duration().plusMillis(500).toSeconds())
            .max()
            .orElse(1);
    final long promised =
        measured
            ? 0
            : stream.tracks().stream()
                .flatMap(t -> t.target().stream())
                .mapToLong(t -> t.plusMillis(500).toSeconds())
                .max()
                .orElse(0);
    return Duration.ofSeconds(Math.max(1, Math.max(longest, promised)));
  }

  private Station station(ChannelState state) {
    final List<Schedule.Programme> programmes =
        state.programmes().stream()
            .map(p ->
                new Schedule.Programme(
                    p.from(), Programmes.tracks(stream, p.lengths(), state.target())))
            .toList();
    final Duration least = state.target().multipliedBy(3);
    final Duration window = options.window().compareTo(least) > 0 ? options.window() : least;
    final Broadcast endless =
        playout.broadcast(new Schedule(programmes, window, Optional.empty(), options.growing()));
    final Optional<Instant> over =
        options.once()
            ? Optional.of(endless.seam(state.epoch().plus(1, ChronoUnit.MICROS)))
            : Optional.empty();
    final Optional<Instant> stop =
        Stream.of(over, options.stop()).flatMap(Optional::stream).min(Instant::compareTo);
    final ChannelState.Aired last = state.programmes().getLast();
    return new Station(
        playout.broadcast(new Schedule(programmes, window, stop, options.growing())),
        playout.broadcast(
            new Schedule(programmes, window.plus(state.target()), stop, options.growing())),
        programmes.getLast().tracks(),
        window,
        state.target(),
        state.epoch(),
        stop,
        options.growing(),
        last.measured(),
        last.from());
  }

  /** The stream that is on air. */
  public VodStream stream() {
    return stream;
  }

  /** What was measured so far. */
  public Measurements measurements() {
    lock.lock();
    try {
      return measurements;
    } finally {
      lock.unlock();
    }
  }

  /** The channel, without anybody watching. */
  public Station station() {
    return station;
  }

  /**
   * The channel for somebody who watches it: from now on it can't be changed but at a seam.
   *
   * @param now on the wall clock
   */
  public Station watched(Instant now) {
    if (shared && station.measured() && now.isAfter(station.lastProgramme())) {
      return station;
    }
    lock.lock();
    try {
      if (!shared) {
        adopt();
        shared = true;
        // Whoever waits for the first playlist need not wait for the index too.
        Thread.ofVirtual().name("index " + stream.name()).start(this::keep);
      } else if (Duration.between(looked, now).compareTo(LOOK) >= 0) {
        looked = now;
        adopt();
      }
      return station;
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    lock.lock();
    try {
      share(kept -> kept);
    } finally {
      lock.unlock();
    }
  }

  /** How long an answer about the channel may be kept: others may decide something meanwhile. */
  public Instant settled(Instant now) {
    return shared && station.measured() && now.isAfter(station.lastProgramme())
        ? Instant.MAX
        : now.plus(LOOK);
  }

  /** Takes over what another process has written. */
  private void adopt() {
    final long version = index.version();
    if (version != seen) {
      seen = version;
      index.read().state().filter(this::isOurs).ifPresent(this::take);
    }
  }

  private boolean isOurs(ChannelState other) {
    return other.epoch().equals(state.epoch()) && (other.equals(state) || isSound(other));
  }

  private void take(ChannelState other) {
    if (!other.equals(state)) {
      state = other;
      station = station(other);
    }
  }

  /** Writes the channel's state, changed, unless another process has put the channel on air. */
  private void share(UnaryOperator<ChannelState> change) {
    final IndexJson.Content written =
        index.update(content ->
            new IndexJson.Content(
                Optional.of(change.apply(content.state().filter(this::isOurs).orElse(state))),
                content.measurements().with(measurements.entries())));
    seen = index.version();
    written.state().ifPresent(this::take);
  }

  /** Whether there is something to measure. */
  public boolean needsMeasuring() {
    return Measurer.needs(stream, measurements());
  }

  /**
   * Measures what was not measured yet, and has it hold from the next seam on.
   *
   * @param clock the wall clock, read when all is measured
   */
  public void measure(Measurer measurer, InstantSource clock) throws InterruptedException {
    final Measurements measured = measurer.measure(stream, measurements());
    lock.lock();
    try {
      measurements = measured;
      if (Measurer.needs(stream, measured)) {
        return; // ffprobe failed; the manifest's durations stay
      }
      final Map<String, Lengths> lengths = lengths(true);
      if (!shared) {
        take(fresh(state.epoch()));
        index.update(
            c -> new IndexJson.Content(c.state(), c.measurements().with(measured.entries())));
        return;
      }
      final Instant now = clock.instant();
      share(kept -> changed(kept, lengths, now));
    } finally {
      lock.unlock();
    }
  }

  /** A further programme, when the lengths differ and the promised target duration allows it. */
  private ChannelState changed(ChannelState kept, Map<String, Lengths> lengths, Instant now) {
    final ChannelState.Aired last = kept.programmes().getLast();
    if (last.measured() && last.lengths().equals(lengths)
        || target(lengths, true).compareTo(kept.target()) > 0) {
      return kept;
    }
    final Instant seam = station(kept).broadcast().seam(now.plus(NOTICE));
    return seam.isAfter(last.from())
        ? kept.then(new ChannelState.Aired(seam, true, lengths))
        : kept;
  }

  /** Whether the measured durations don't fit the target duration that players were promised. */
  public boolean isHeldBack() {
    return !station.measured()
        && !needsMeasuring()
        && target(lengths(true), true).compareTo(station.target()) > 0;
  }

  private static String signature(VodStream stream) {
    return IndexFile.hash(
        stream.tracks().stream()
            .map(t ->
                t.name()
                    + t.track().segments().stream()
                        .map(VodChannel::signature)
                        .collect(Collectors.joining("\n", "\n", "\n")))
            .collect(Collectors.joining()));
  }

  private static String signature(Segment segment) {
    return MediaRoot.shown(segment.uri())
        + segment.range().map(ByteRange::toString).orElse("")
        + segment.duration()
        + segment.discontinuity()
        + segment.initialization().map(i -> MediaRoot.shown(i.uri())).orElse("");
  }
}
