package org.aircheck.engine.vod;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.media.SegmentProbe.Times;
import org.aircheck.spi.ByteRange;
import org.aircheck.spi.Segment;

/**
 * What was measured of a stream's segments, each with the file that it was measured on. Immutable.
 */
public final class Measurements {
  static final Measurements NONE = new Measurements(Map.of());

  private final Map<String, Entry> entries;

  Measurements(Map<String, Entry> entries) {
    this.entries = Map.copyOf(entries);
  }

  /**
   * A segment that was measured.
   *
   * @param size of its file, in bytes
   * @param modified when its file was changed last, in milliseconds since 1970
   * @param times empty when it could not be measured
   */
  record Entry(long size, long modified, Optional<Times> times) {

    /** An entry for a file as it is now. */
    static Entry of(Resource resource, Optional<Times> times) {
      return switch (resource) {
        case Resource.Held held -> new Entry(held.bytes().length, 0, times);
        case Resource.Stored(Path path) -> new Entry(size(path), modified(path), times);
      };
    }

    boolean isOf(Resource resource) {
      final Entry now = of(resource, times);
      return now.size == size && now.modified == modified;
    }

    private static long size(Path path) {
      try {
        return Files.size(path);
      } catch (IOException e) {
        return -1;
      }
    }

    private static long modified(Path path) {
      try {
        return Files.getLastModifiedTime(path).toMillis();
      } catch (IOException e) {
        return -1;
      }
    }
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** A segment's times; empty when it was not measured, or could not be. */
  public Optional<Times> times(Segment segment) {
    return Optional.ofNullable(entries.get(key(segment))).flatMap(Entry::times);
  }

  /** Whether a segment was measured on the file that is there now, whatever came of it. */
  boolean knows(Segment segment, Resource resource) {
    final Entry entry = entries.get(key(segment));
    return entry != null && entry.isOf(resource);
  }

  /** These and others, which win. */
  Measurements with(Map<String, Entry> others) {
    final Map<String, Entry> all = new LinkedHashMap<>(entries);
    all.putAll(others);
    return new Measurements(all);
  }

  static String key(Segment segment) {
    final URI uri = segment.uri();
    return MediaRoot.shown(uri)
        + segment.range().map(ByteRange::toString).map(r -> "#" + r).orElse("");
  }
}
