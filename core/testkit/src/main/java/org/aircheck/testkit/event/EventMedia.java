package org.aircheck.testkit.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.aircheck.testkit.Poll;
import org.aircheck.testkit.process.Child;
import org.aircheck.testkit.process.Ffmpeg;

/**
 * An event's media as ffmpeg makes it: pictures of 30 a second in segments of 58 to 62 of them, and
 * sound cut as near to the same places as its frames allow. Segments are named by the millisecond
 * at which the pictures begin. Immutable.
 */
public final class EventMedia {
  private static final int RATE = 30;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Track video;
  private final Track audio;

  /** A representation: its initialization section, and its segments by their times. */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  public record Track(byte[] initialization, NavigableMap<Long, byte[]> segments) {}

  private EventMedia(Track video, Track audio) {
    this.video = video;
    this.audio = audio;
  }

  /** Encodes so many segments; skips the test when there is no ffmpeg. */
  public static EventMedia encode(Path folder, int segments, long seed) throws IOException {
    return encode(Ffmpeg.required(), folder, segments, seed);
  }

  static EventMedia encode(Path program, Path folder, int segments, long seed) throws IOException {
    final Random random = new Random(seed);
    final List<Integer> starts = new ArrayList<>();
    int frame = 0;
    for (int i = 0; i < segments; i++) {
      starts.add(frame);
      frame += 58 + random.nextInt(5);
    }
    final String seconds = String.format(Locale.ROOT, "%.4f", frame / (double) RATE);
    run(program, folder, pictures(starts, seconds));
    run(program, folder, sound(seconds));
    final Track video = byKeyFrame(Files.readAllBytes(folder.resolve("video.mp4")), starts);
    final Track audio = along(Files.readAllBytes(folder.resolve("audio.mp4")), video);
    return new EventMedia(video, audio);
  }

  private static List<String> pictures(List<Integer> starts, String seconds) {
    final String keys =
        starts.stream()
            .map(f -> String.format(Locale.ROOT, "%.4f", (f + 0.001) / RATE))
            .collect(Collectors.joining(","));
    final List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=" + RATE));
    arguments.addAll(List.of("-t", seconds, "-c:v", "libx264", "-preset", "ultrafast"));
    arguments.addAll(List.of("-pix_fmt", "yuv420p", "-g", "9999", "-sc_threshold", "0"));
    arguments.addAll(List.of("-force_key_frames", keys));
    arguments.addAll(List.of("-movflags", "frag_keyframe+empty_moov+default_base_moof"));
    arguments.add("video.mp4");
    return arguments;
  }

  private static List<String> sound(String seconds) {
    final List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
    arguments.addAll(List.of("-t", seconds, "-c:a", "aac", "-b:a", "64k"));
    arguments.addAll(List.of("-movflags", "frag_every_frame+empty_moov+default_base_moof"));
    arguments.add("audio.mp4");
    return arguments;
  }

  private static void run(Path program, Path folder, List<String> arguments) {
    final List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-v", "error", "-nostdin", "-y"));
    command.addAll(arguments);
    try (Child child = Child.start(command, folder)) {
      Poll.until(PATIENCE, () -> !child.alive(), "ffmpeg's event");
      if (child.awaitExit(PATIENCE) != 0) {
        throw new IllegalStateException("ffmpeg: " + child.output());
      }
    }
  }

  /** A fragment begins at each key frame: a segment is one fragment. */
  private static Track byKeyFrame(byte[] file, List<Integer> starts) {
    final NavigableMap<Long, byte[]> segments = new TreeMap<>();
    final List<byte[]> fragments = fragments(file);
    if (fragments.size() != starts.size()) {
      throw new IllegalStateException(fragments.size() + " instead of " + starts.size());
    }
    for (int i = 0; i < starts.size(); i++) {
      segments.put(starts.get(i) * 1_000L / RATE, fragments.get(i));
    }
    return new Track(head(file), segments);
  }

  /** Fragments of one frame each, put together from one of the pictures' starts to the next. */
  private static Track along(byte[] file, Track video) {
    final NavigableMap<Long, byte[]> segments = new TreeMap<>();
    for (byte[] fragment : fragments(file)) {
      final long start = video.segments().floorKey(time(fragment) / 48);
      final byte[] before = segments.getOrDefault(start, new byte[0]);
      final byte[] both = Arrays.copyOf(before, before.length + fragment.length);
      System.arraycopy(fragment, 0, both, before.length, fragment.length);
      segments.put(start, both);
    }
    return new Track(head(file), segments);
  }

  private static byte[] head(byte[] file) {
    return Arrays.copyOf(file, boxes(file, "moof").getFirst());
  }

  private static List<byte[]> fragments(byte[] file) {
    final List<Integer> starts = boxes(file, "moof");
    final List<Integer> ends = new ArrayList<>(starts.subList(1, starts.size()));
    final List<Integer> rest = boxes(file, "mfra");
    ends.add(rest.isEmpty() ? file.length : rest.getFirst());
    final List<byte[]> fragments = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      fragments.add(Arrays.copyOfRange(file, starts.get(i), ends.get(i)));
    }
    return fragments;
  }

  private static List<Integer> boxes(byte[] file, String type) {
    final List<Integer> found = new ArrayList<>();
    final ByteBuffer all = ByteBuffer.wrap(file);
    for (int at = 0; at + 8 <= file.length; at += all.getInt(at)) {
      if (new String(file, at + 4, 4, StandardCharsets.ISO_8859_1).equals(type)) {
        found.add(at);
      }
    }
    return found;
  }

  /** A fragment's decode time, in ticks. */
  private static long time(byte[] fragment) {
    final String text = new String(fragment, StandardCharsets.ISO_8859_1);
    final int at = text.indexOf("tfdt") + 4;
    final ByteBuffer all = ByteBuffer.wrap(fragment);
    return fragment[at] == 1 ? all.getLong(at + 4) : all.getInt(at + 4) & 0xFFFFFFFFL;
  }

  /** The pictures. */
  public Track video() {
    return video;
  }

  /** The sound. */
  public Track audio() {
    return audio;
  }
}
