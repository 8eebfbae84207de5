package org.aircheck.engine.merge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.media.Muxer;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.RecordedTrack;
import org.aircheck.engine.store.SessionReader;

/** A track of WebVTT segments as one text for each file, on the files' timeline. */
final class Subtitles {
  private static final Pattern MAP =
      Pattern.compile("X-TIMESTAMP-MAP=.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern MPEGTS = Pattern.compile("MPEGTS:(\\d{1,12})");
  private static final Pattern LOCAL = Pattern.compile("LOCAL:([\\d:.]{1,20})");
  private static final Pattern TIMING =
      Pattern.compile("([\\d:.]{5,20})[ \\t]+-->[ \\t]+([\\d:.]{5,20})(.*)");
  private static final int MOST_CUES = 500_000;

  private final RecordedTrack track;
  private final Map<Integer, Set<Cue>> cues = new HashMap<>();

  /** A cue with its times in a file, in ticks of 90 kHz. */
  private record Cue(long from, long to, String settings, String text) {}

  private Subtitles(RecordedTrack track) {
    this.track = track;
  }

  /** Reads tracks, each by period. */
  static List<Subtitles> of(
      SessionReader session,
      Media media,
      List<SortedMap<Integer, RecordedTrack>> tracks,
      Placement placement)
      throws IOException, MergeException {
    final List<Subtitles> all = new ArrayList<>();
    for (SortedMap<Integer, RecordedTrack> chosen : tracks) {
      final Subtitles subtitles = new Subtitles(chosen.values().iterator().next());
      for (Map.Entry<Integer, RecordedTrack> each : chosen.entrySet()) {
        final List<RecordedSegment> rows = new ArrayList<>();
        session.segments(each.getValue().id(), rows::add);
        for (RecordedSegment row : rows) {
          if (media.isThere(row)) {
            subtitles.read(row, each.getKey(), media, placement);
          }
        }
      }
      all.add(subtitles);
    }
    return all;
  }

  private void read(RecordedSegment row, int part, Media media, Placement placement)
      throws IOException, MergeException {
    final String text = new String(media.text(row), StandardCharsets.UTF_8).replace("\uFEFF", "");
    if (!text.startsWith("WEBVTT")) {
      throw new MergeException(
          "the subtitles of " + track.track().id() + " are no WebVTT; leave --subtitles out");
    }
    final Optional<Placement.Place> place =
        placement.run(new Piece.Run(part, row.epoch(), row.segment().discontinuitySequence(), 0));
    if (place.isEmpty()) {
      return; // neither pictures nor sound are there
    }
    final List<String> blocks =
        List.of(text.replace("\r\n", "\n").replace('\r', '\n').split("\n{2,}"));
    final long moved = moved(blocks.getFirst()) + place.get().shift();
    final Set<Cue> file = cues.computeIfAbsent(place.get().file(), f -> new LinkedHashSet<>());
    for (String block : blocks) {
      final Matcher timing = TIMING.matcher(block);
      if (timing.find() && file.size() < MOST_CUES) {
        final long from = ticks(timing.group(1)) + moved;
        final long to = ticks(timing.group(2)) + moved;
        final String words = block.substring(timing.end()).strip();
        if (to > Math.max(0, from) && !words.isEmpty()) {
          // What lasts over a boundary is in both segments.
          file.add(new Cue(Math.max(0, from), to, timing.group(3).strip(), words));
        }
      }
    }
  }

  /** How a segment's own times lie to the media's (RFC 8216 section 3.5). */
  private static long moved(String header) {
    final Matcher map = MAP.matcher(header);
    if (!map.find()) {
      return 0;
    }
    final Matcher mpegts = MPEGTS.matcher(map.group());
    final Matcher local = LOCAL.matcher(map.group());
    return (mpegts.find() ? Long.parseLong(mpegts.group(1)) : 0)
        - (local.find() ? ticks(local.group(1)) : 0);
  }

  /** {@code 01:02:03.456} or {@code 02:03.456} as ticks; what can't be read is 0. */
  private static long ticks(String time) {
    final String[] parts = time.split("[:.]");
    long value = 0;
    try {
      for (int i = 0; i < parts.length - 1; i++) {
        value = value * 60 + Long.parseLong(parts[i]);
      }
      final String millis = (parts[parts.length - 1] + "000").substring(0, 3);
      return (value * 1_000 + Long.parseLong(millis)) * (FragmentedMp4.CLOCK / 1_000);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return 0;
    }
  }

  /**
   * A file's subtitles.
   *
   * @param lead seconds that are added to all times
   */
  Muxer.Input input(int file, int lead) {
    final StringBuilder text = new StringBuilder("WEBVTT\n");
    cues.getOrDefault(file, Set.of()).stream()
        .sorted(Comparator.comparing(Cue::from).thenComparing(Cue::to))
        .forEach(c ->
            text.append('\n')
                .append(time(c.from + lead * FragmentedMp4.CLOCK))
                .append(" --> ")
                .append(time(c.to + lead * FragmentedMp4.CLOCK))
                .append(c.settings.isEmpty() ? "" : " " + c.settings)
                .append('\n')
                .append(c.text)
                .append('\n'));
    return new Muxer.Input(
        new Muxer.Source.Stream(
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8))),
        "webvtt",
        Muxer.Carries.TEXT,
        track.track().traits().language(),
        Optional.empty());
  }

  private static String time(long ticks) {
    final long millis = ticks / (FragmentedMp4.CLOCK / 1_000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1_000 % 60,
        millis % 1_000);
  }
}
