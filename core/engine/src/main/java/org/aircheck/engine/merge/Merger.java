package org.aircheck.engine.merge;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.aircheck.engine.media.FfmpegTool;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.media.MediaException;
import org.aircheck.engine.media.Muxer;
import org.aircheck.engine.media.Probe;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Segment;

/** Merges a session. For one merge; blocks until ffmpeg is done. */
public final class Merger {
  /** Decoding begins before presenting does: no timestamp may be below zero on the way. */
  private static final int LEAD_SECONDS = 10;

  /** Sound and pictures further apart than this from where they should be: the merge has failed. */
  private static final double MOST_SKEW = 0.1;

  private final SessionReader session;
  private final MergeOptions options;
  private final Muxer muxer;
  private final Probe probe;
  private final Media media;
  private List<Subtitles> subtitles = List.of();
  private volatile long wanted;
  private volatile long written;
  private volatile Optional<Path> writing = Optional.empty();

  /** A merge that has not begun. */
  public Merger(
      SessionReader session, MergeOptions options, FfmpegTool ffmpeg, FfmpegTool ffprobe) {
    this.session = session;
    this.options = options;
    this.muxer = new Muxer(ffmpeg);
    this.probe = new Probe(ffprobe);
    this.media = new Media(session);
  }

  /**
   * Merges. The session is only read; a file has its name when it has been checked.
   *
   * @throws MergeException when it can't be done, or what came of it is wrong
   * @throws InterruptedException when the thread is interrupted; no unfinished file is left
   */
  public MergeResult merge() throws MergeException, InterruptedException {
    try {
      final List<Strip> all = new ArrayList<>();
      for (SortedMap<Integer, RecordedTrack> tracks : TrackChoice.of(session, options)) {
        final Strip strip = Strip.of(session, media, tracks);
        if (strip.pieces().isEmpty()) {
          throw new MergeException(nothing(strip));
        }
        all.add(strip);
      }
      final List<Strip> strips = cut(all);
      room(strips);
      final Placement placement = Placement.of(strips, media, options);
      subtitles = Subtitles.of(session, media, TrackChoice.subtitles(session, options), placement);
      for (int file = 0; file < placement.files(); file++) {
        if (Files.exists(target(file)) && !options.replace()) {
          throw new MergeException(target(file) + " is there already; --force writes over it");
        }
      }
      final List<MergeResult.Written> files = new ArrayList<>();
      for (int file = 0; file < placement.files(); file++) {
        files.add(write(file, strips, placement));
      }
      return result(files, strips, placement);
    } catch (ClosedByInterruptException e) {
      throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
    } catch (IOException e) {
      throw new MergeException("can't read or write: " + e.getMessage(), e);
    }
  }

  /** What lies between the times that are wanted, in whole segments. */
  private List<Strip> cut(List<Strip> strips) throws IOException, MergeException {
    if (options.from().isEmpty() && options.to().isEmpty()) {
      return strips;
    }
    final Placement whole = Placement.of(strips, media, options);
    final long from = options.from().map(Merger::ticks).orElse(0L);
    final long to = options.to().map(Merger::ticks).orElse(Long.MAX_VALUE);
    final List<Strip> cut =
        strips.stream()
            .map(s ->
                s.only(p -> {
                  final long begin = whole.position(p);
                  return begin + p.duration() > from && begin < to;
                }))
            .filter(s -> !s.pieces().isEmpty())
            .toList();
    if (cut.isEmpty()) {
      throw new MergeException("nothing was recorded between --from and --to");
    }
    return cut;
  }

  private static long ticks(Duration duration) {
    return duration.toMillis() * (FragmentedMp4.CLOCK / 1_000);
  }

  /** How much has been written, from 0 to 1. May be called from any thread. */
  public double progress() {
    final long now = writing.map(part -> part.toFile().length()).orElse(0L);
    return wanted == 0 ? 0 : Math.min(1, (written + now) / (double) wanted);
  }

  private String nothing(Strip strip) {
    final String track = "of track " + strip.track().track().id();
    return strip.missing().stream().anyMatch(media::isThere)
        ? track
            + " nothing can be merged: its media is neither MPEG-TS nor fragmented MP4 with an"
            + " initialization section; if it is encrypted, give its --key"
        : track + " no media was recorded";
  }

  private void room(List<Strip> strips) throws IOException, MergeException {
    long all = 0;
    for (Strip strip : strips) {
      for (Piece piece : strip.pieces()) {
        all += media.body(piece.segment()).map(BodyRef::length).orElse(0L);
      }
    }
    wanted = all;
    final Path folder = options.output().toAbsolutePath().getParent();
    final long free = Files.getFileStore(folder).getUsableSpace();
    if (free < wanted) {
      throw new MergeException(
          "the merged media need "
              + (wanted >> 20)
              + " MiB, but only "
              + (free >> 20)
              + " MiB are free in "
              + folder);
    }
  }

  private MergeResult.Written write(int file, List<Strip> strips, Placement placement)
      throws MergeException, IOException, InterruptedException {
    final Path target = target(file);
    final Path part = target.resolveSibling(target.getFileName() + ".part");
    final List<Sheet> sheets = new ArrayList<>();
    for (Strip strip : strips) {
      final List<Piece> pieces =
          strip.pieces().stream().filter(p -> placement.file(p) == file).toList();
      if (!pieces.isEmpty()) {
        sheets.add(new Sheet(strip.track(), pieces));
      }
    }
    boolean whole = false;
    try {
      writing = Optional.of(part);
      muxer.mux(inputs(sheets, placement), part, container(target), -LEAD_SECONDS);
      final Duration skew = check(part, sheets, placement);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      whole = true;
      writing = Optional.empty();
      written += Files.size(target);
      return new MergeResult.Written(target, length(sheets, placement), Files.size(target), skew);
    } catch (MediaException e) {
      throw new MergeException(e.getMessage() + "; the session is as it was", e);
    } finally {
      if (!whole) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** What goes of a track into a file. */
  private record Sheet(RecordedTrack track, List<Piece> pieces) {}

  private List<Muxer.Input> inputs(List<Sheet> sheets, Placement placement)
      throws MergeException, IOException {
    final boolean pieces = muxer.readsPieces();
    final List<Muxer.Input> inputs = new ArrayList<>();
    for (Sheet sheet : sheets) {
      final Optional<String> key =
          media.decryptionKey(sheet.pieces().getFirst().segment(), options.keys());
      // ffmpeg loses its place in encrypted fragments when it can seek.
      final Optional<Muxer.Source> files =
          pieces && key.isEmpty() ? asFiles(sheet, placement) : Optional.empty();
      inputs.add(
          new Muxer.Input(
              files.orElseGet(() ->
                  new Muxer.Source.Stream(
                      new TrackStream(
                          sheet.pieces(), media, placement, LEAD_SECONDS * FragmentedMp4.CLOCK))),
              media.format(sheet.pieces().getFirst().segment()).ffmpeg,
              inputs.isEmpty() ? Muxer.Carries.VIDEO : Muxer.Carries.AUDIO,
              sheet.track().track().traits().language(),
              key));
    }
    final int file = placement.file(sheets.getFirst().pieces().getFirst());
    subtitles.forEach(s -> inputs.add(s.input(file, LEAD_SECONDS)));
    return inputs;
  }

  /** A track's files as they are, where one shift does for all of them and nothing is encrypted. */
  private Optional<Muxer.Source> asFiles(Sheet sheet, Placement placement) throws MergeException {
    final Piece first = sheet.pieces().getFirst();
    final long shift = placement.shift(first);
    final List<Path> files = new ArrayList<>();
    media.initializationFile(first.segment()).ifPresent(files::add);
    for (Piece piece : sheet.pieces()) {
      final Optional<Path> file = media.file(piece.segment());
      if (file.isEmpty() || placement.shift(piece) != shift || piece.end() >= Strip.WRAP) {
        return Optional.empty();
      }
      files.add(file.get());
    }
    return Optional.of(new Muxer.Source.Pieces(files, shift + LEAD_SECONDS * FragmentedMp4.CLOCK));
  }

  private Path target(int file) {
    if (file == 0) {
      return options.output();
    }
    final String name = options.output().getFileName().toString();
    final int dot = name.lastIndexOf('.');
    return options
        .output()
        .resolveSibling(name.substring(0, dot) + "-" + (file + 1) + name.substring(dot));
  }

  private static String container(Path target) {
    final String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".mkv") ? "matroska" : "mp4";
  }

  private static Duration length(List<Sheet> sheets, Placement placement) {
    final long ticks =
        sheets.stream()
            .flatMap(s -> s.pieces().stream())
            .mapToLong(p -> p.end() + placement.shift(p))
            .max()
            .orElse(0);
    return Duration.ofNanos(ticks * 100_000 / 9);
  }

  /** Holds the file against the session: how long it is, and how its streams lie to each other. */
  private Duration check(Path part, List<Sheet> sheets, Placement placement)
      throws MediaException, MergeException {
    final List<Probe.Found> streams = probe.streams(part);
    final double wanted = length(sheets, placement).toMillis() / 1e3;
    final double longest =
        streams.stream().mapToDouble(s -> s.start() + s.duration()).max().orElse(0);
    final double segment =
        sheets.stream().flatMap(s -> s.pieces().stream()).mapToLong(Piece::duration).max().orElse(0)
            / (double) FragmentedMp4.CLOCK;
    final boolean said = streams.stream().anyMatch(s -> s.duration() > 0);
    if (streams.isEmpty() || said && Math.abs(longest - wanted) > Math.max(1, segment)) {
      throw new MergeException(
          String.format(
              Locale.ROOT,
              "the merged file is %.1f s long instead of %.1f s and was discarded; the session is as it was",
              longest,
              wanted));
    }
    return skew(streams, sheets, placement);
  }

  private static Duration skew(List<Probe.Found> streams, List<Sheet> sheets, Placement placement)
      throws MergeException {
    double most = 0;
    for (int i = 1; i < sheets.size() && streams.size() == sheets.size(); i++) {
      final double stated = begin(sheets.get(i), placement) - begin(sheets.getFirst(), placement);
      final double found = streams.get(i).start() - streams.getFirst().start();
      most = Math.max(most, Math.abs(found - stated));
    }
    if (most > MOST_SKEW) {
      throw new MergeException(
          String.format(
              Locale.ROOT,
              "in the merged file sound and pictures are %.3f s apart; it was discarded, the session is as it was",
              most));
    }
    return Duration.ofMillis(Math.round(most * 1e3));
  }

  private static double begin(Sheet sheet, Placement placement) {
    final Piece first = sheet.pieces().getFirst();
    return (first.first() + placement.shift(first)) / (double) FragmentedMp4.CLOCK;
  }

  private MergeResult result(
      List<MergeResult.Written> files, List<Strip> strips, Placement placement)
      throws IOException, MergeException {
    final Segment first = strips.getFirst().pieces().getFirst().segment().segment();
    return new MergeResult(
        files,
        new MergeResult.First(
            strips.getFirst().track().track().id(),
            first.sequence(),
            first.start().map(MediaTime::duration)),
        strips.stream().mapToLong(s -> s.pieces().size()).sum(),
        Losses.of(strips, media, placement));
  }
}
