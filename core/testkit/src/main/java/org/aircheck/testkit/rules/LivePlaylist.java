package org.aircheck.testkit.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A media playlist, as strictly as its tags say.
 *
 * @param target seconds
 * @param discontinuitySequence as stated; 0 when it is not
 * @param type the value of EXT-X-PLAYLIST-TYPE
 */
public record LivePlaylist(
    long target,
    long mediaSequence,
    long discontinuitySequence,
    Optional<String> type,
    boolean ended,
    List<Entry> entries) {

  /**
   * A listed segment.
   *
   * @param micros EXTINF, in microseconds
   * @param discontinuity its discontinuity number (draft-pantos-hls-rfc8216bis section 4.4.3.3)
   * @param marks how many discontinuity tags are in front of it
   * @param date as stated at it or counted on from an earlier one
   * @param key the EXT-X-KEY in force, as written; empty when there is none
   * @param keyBefore whether that tag stands behind the last discontinuity
   * @param map the EXT-X-MAP in force, as written
   */
  public record Entry(
      long sequence,
      String uri,
      long micros,
      long discontinuity,
      int marks,
      Optional<Instant> date,
      Optional<String> key,
      boolean keyBefore,
      Optional<String> map,
      boolean mapBefore,
      Optional<String> range,
      boolean gap) {
    /** Where it ends. */
    public Optional<Instant> end() {
      return date.map(d -> d.plusNanos(micros * 1000));
    }
  }

  /** Reads a playlist; whatever is no playlist fails the test. */
  public static LivePlaylist parse(String text) {
    return new Reader().read(text);
  }

  /** All durations together, in microseconds. */
  public long length() {
    return entries.stream().mapToLong(Entry::micros).sum();
  }

  private static final class Reader {
    private final List<Entry> entries = new ArrayList<>();
    private long target = -1;
    private long sequence;
    private long discontinuity;
    private Optional<String> type = Optional.empty();
    private boolean ended;
    private long micros = -1;
    private int marks;
    private Optional<Instant> date = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<String> map = Optional.empty();
    private boolean keyStands = true;
    private boolean mapStands = true;
    private Optional<String> range = Optional.empty();
    private boolean gap;

    LivePlaylist read(String text) {
      if (!text.startsWith("#EXTM3U")) {
        throw new AssertionError("no playlist: " + text.lines().findFirst().orElse(""));
      }
      long stated = 0;
      long first = 0;
      for (String line : text.lines().toList()) {
        if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
          first = Long.parseLong(value(line));
          sequence = first;
        } else if (line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE:")) {
          stated = Long.parseLong(value(line));
          discontinuity = stated;
        } else if (line.startsWith("#")) {
          tag(line);
        } else if (!line.isBlank()) {
          segment(line);
        }
      }
      if (target < 0) {
        throw new AssertionError("no EXT-X-TARGETDURATION in " + text);
      }
      return new LivePlaylist(target, first, stated, type, ended, List.copyOf(entries));
    }

    private void tag(String line) {
      final String name = line.split(":", 2)[0];
      switch (name) {
        case "#EXT-X-TARGETDURATION" -> target = Long.parseLong(value(line));
        case "#EXT-X-PLAYLIST-TYPE" -> type = Optional.of(value(line));
        case "#EXT-X-ENDLIST" -> ended = true;
        case "#EXT-X-PROGRAM-DATE-TIME" -> date = Optional.of(Instant.parse(value(line)));
        case "#EXT-X-GAP" -> gap = true;
        case "#EXT-X-BYTERANGE" -> range = Optional.of(value(line));
        case "#EXTINF" ->
            micros =
                new BigDecimal(value(line).split(",", 2)[0])
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        case "#EXT-X-KEY" -> {
          key = value(line).contains("METHOD=NONE") ? Optional.empty() : Optional.of(value(line));
          keyStands = true;
        }
        case "#EXT-X-MAP" -> {
          map = Optional.of(value(line));
          mapStands = true;
        }
        case "#EXT-X-DISCONTINUITY" -> {
          discontinuity++;
          marks++;
          date = Optional.empty();
          keyStands = false;
          mapStands = false;
        }
        default -> {}
      }
    }

    private void segment(String uri) {
      if (micros < 0) {
        throw new AssertionError("no EXTINF in front of " + uri);
      }
      final Entry entry =
          new Entry(
              sequence++,
              uri,
              micros,
              discontinuity,
              marks,
              date,
              key,
              keyStands,
              map,
              mapStands,
              range,
              gap);
      entries.add(entry);
      date = entry.end();
      marks = 0;
      micros = -1;
      range = Optional.empty();
      gap = false;
    }

    private static String value(String line) {
      return line.substring(line.indexOf(':') + 1);
    }
  }
}
