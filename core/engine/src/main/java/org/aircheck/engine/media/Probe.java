package org.aircheck.engine.media;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.StreamType;
import com.github.kokorin.jaffree.ffprobe.FFprobe;
import com.github.kokorin.jaffree.ffprobe.Stream;
import java.nio.file.Path;
import java.util.List;

/** What ffprobe says of a finished file. */
public final class Probe {
  private final FfmpegTool ffprobe;

  /** With a certain ffprobe. */
  public Probe(FfmpegTool ffprobe) {
    this.ffprobe = ffprobe;
  }

  /**
   * A stream of a file.
   *
   * @param video whether it has pictures, else sound
   * @param start of its first sample, in seconds
   * @param duration in seconds; 0 when the container doesn't say
   */
  public record Found(boolean video, double start, double duration) {}

  /**
   * The streams of pictures and sound.
   *
   * @throws MediaException when ffprobe can't read the file
   */
  public List<Found> streams(Path file) throws MediaException {
    try {
      return new FFprobe(ffprobe.path())
          .setShowStreams(true).setInput(file).execute().getStreams().stream()
              .filter(
                  s -> s.getCodecType() == StreamType.VIDEO || s.getCodecType() == StreamType.AUDIO)
              .map(Probe::found)
              .toList();
    } catch (JaffreeException e) {
      throw new MediaException("ffprobe can't read " + file.getFileName(), e);
    }
  }

  private static Found found(Stream stream) {
    final Float start = stream.getStartTime();
    final Float duration = stream.getDuration();
    return new Found(
        stream.getCodecType() == StreamType.VIDEO,
        start == null ? 0 : start,
        duration == null ? 0 : duration);
  }
}
