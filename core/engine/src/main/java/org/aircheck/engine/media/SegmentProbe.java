package org.aircheck.engine.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What ffprobe says of segments' times, many segments at a time.
 *
 * <p>Starting ffprobe takes longer than reading a segment. So the segments of a stretch are given
 * to one ffprobe one behind the other, as a player's decoder would get them, and each packet that
 * it reports belongs to the segment that its position lies in. Jaffree would keep each packet as
 * text; there are some hundred thousand.
 */
public final class SegmentProbe {
  private static final int MOST_PACKETS = 50_000_000;

  private final FfmpegTool ffprobe;

  /** With a certain ffprobe. */
  public SegmentProbe(FfmpegTool ffprobe) {
    this.ffprobe = ffprobe;
  }

  /** Bytes that are read when they are needed. */
  @FunctionalInterface
  public interface Body {
    InputStream open() throws IOException;
  }

  /**
   * The time that a segment's pictures take, or its sound where it has no pictures.
   *
   * @param first the earliest presentation time, in ticks; may be negative
   * @param end where the last sample ends, in ticks
   * @param timescale ticks a second, positive
   */
  public record Times(long first, long end, long timescale) {}

  /**
   * Measures the segments of a stretch that one decoder can read through.
   *
   * @param video whether they are expected to have pictures
   * @param initialization what stands in front of them; empty when they need nothing
   * @return for each segment, what was found; empty where it has no samples
   * @throws MediaException when ffprobe can't be run
   */
  public List<Optional<Times>> measure(
      boolean video, Optional<Body> initialization, List<Body> segments) throws MediaException {
    final List<Optional<Times>> found = measure(video ? "v:0" : "a:0", initialization, segments);
    return found.stream().anyMatch(Optional::isPresent)
        ? found
        : measure(video ? "a:0" : "v:0", initialization, segments);
  }

  private List<Optional<Times>> measure(
      String stream, Optional<Body> initialization, List<Body> segments) throws MediaException {
    try {
      final Process process =
          new ProcessBuilder(
                  ffprobe.path().toString(),
                  "-v",
                  "quiet",
                  "-select_streams",
                  stream,
                  "-show_entries",
                  "packet=pts,duration,pos:stream=index,codec_type,time_base",
                  "-of",
                  "csv=p=1",
                  "-i",
                  "pipe:0")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      final Feed feed = new Feed(initialization, segments);
      final Thread feeding = Thread.ofVirtual().start(() -> feed.into(process.getOutputStream()));
      final Packets packets = new Packets();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          packets.take(line);
        }
      } finally {
        process.destroy(); // of no effect when it is done
        feeding.join();
      }
      return packets.by(feed.ends, segments.size());
    } catch (IOException e) {
      throw new MediaException("ffprobe can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("the measuring was interrupted", e);
    }
  }

  /** Writes segments one behind the other. */
  private static final class Feed {
    private final Optional<Body> initialization;
    private final List<Body> segments;

    /** Where each segment ends in what was written; read when all is. */
    final long[] ends;

    Feed(Optional<Body> initialization, List<Body> segments) {
      this.initialization = initialization;
      this.segments = segments;
      this.ends = new long[segments.size()];
      Arrays.fill(ends, Long.MAX_VALUE);
    }

    void into(OutputStream out) {
      try (out) {
        long written = initialization.isPresent() ? copy(initialization.get(), out) : 0;
        for (int i = 0; i < ends.length; i++) {
          written += copy(segments.get(i), out);
          ends[i] = written;
        }
      } catch (IOException e) {
        // ffprobe ended: it has said what it had to say.
      }
    }

    private static long copy(Body body, OutputStream out) throws IOException {
      try (InputStream in = body.open()) {
        return in.transferTo(out);
      }
    }
  }

  /** What ffprobe reports, as it comes. */
  private static final class Packets {
    private long[] positions = new long[4096];
    private long[] starts = new long[4096];
    private long[] ends = new long[4096];
    private int count;
    private long position;
    private Optional<String> timeBase = Optional.empty();

    /** A line such as {@code packet,133200,3600,564} or {@code stream,0,video,1/90000}. */
    void take(String line) {
      final String[] fields = line.split(",", -1);
      if (fields[0].equals("packet") && fields.length > 3) {
        position = number(fields[3]).orElse(position);
        final Optional<Long> start = number(fields[1]);
        if (start.isPresent() && count < MOST_PACKETS) {
          add(start.get(), start.get() + number(fields[2]).orElse(0L));
        }
      } else if (fields[0].equals("stream") && fields.length > 3) {
        timeBase = Optional.of(fields[3]);
      }
    }

    private void add(long start, long end) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, count * 2);
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
      }
      positions[count] = position;
      starts[count] = start;
      ends[count++] = end;
    }

    private static Optional<Long> number(String field) {
      try {
        return Optional.of(Long.parseLong(field));
      } catch (NumberFormatException e) {
        return Optional.empty(); // N/A
      }
    }

    /** The times of segments that end at certain positions. */
    List<Optional<Times>> by(long[] segmentEnds, int segments) {
      final long[] first = new long[segments];
      final long[] end = new long[segments];
      Arrays.fill(first, Long.MAX_VALUE);
      Arrays.fill(end, Long.MIN_VALUE);
      for (int i = 0; i < count; i++) {
        final int found = Arrays.binarySearch(segmentEnds, positions[i]);
        final int segment = found < 0 ? -found - 1 : found + 1;
        if (segment < segments) {
          first[segment] = Math.min(first[segment], starts[i]);
          end[segment] = Math.max(end[segment], ends[i]);
        }
      }
      final Optional<long[]> base = timeBase.flatMap(Packets::fraction);
      final List<Optional<Times>> times = new ArrayList<>();
      for (int i = 0; i < segments; i++) {
        final long from = first[i];
        final long to = end[i];
        times.add(
            base.filter(b -> to > from && from != Long.MAX_VALUE)
                .map(b -> new Times(from * b[0], to * b[0], b[1])));
      }
      return times;
    }

    /** Numerator and denominator of a time base. */
    private static Optional<long[]> fraction(String text) {
      final String[] parts = text.split("/", -1);
      if (parts.length != 2) {
        return Optional.empty();
      }
      return number(parts[0])
          .flatMap(n -> number(parts[1]).filter(d -> n > 0 && d > 0).map(d -> new long[] {n, d}));
    }
  }
}
