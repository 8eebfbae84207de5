package org.aircheck.engine.media;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clip for trying things out: three variants and separate sound as HLS segments, with the time
 * burnt in.
 */
public final class TestClip {
  /** The multivariant playlist's name. */
  public static final String MANIFEST = "abr.m3u8";

  private static final int SECONDS = 12;
  private static final int SEGMENT_SECONDS = 2;
  private static final int FRAMES = 25;
  private static final List<Path> FONTS =
      List.of(
          Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"),
          Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
          Path.of("/usr/share/fonts/TTF/DejaVuSans.ttf"),
          Path.of("/System/Library/Fonts/Monaco.ttf"));

  private TestClip() {}

  /**
   * Encodes it; takes a few seconds.
   *
   * @param folder to write to; there
   * @throws MediaException when ffmpeg fails
   */
  public static void encode(FfmpegTool ffmpeg, Path folder) throws MediaException {
    final FFmpeg command = FFmpeg.atPath(ffmpeg.path().getParent());
    arguments(folder).forEach(command::addArgument);
    try {
      command.setOutputListener(line -> {}).execute();
    } catch (JaffreeException e) {
      throw new MediaException("ffmpeg can't make the clip: " + e.getMessage(), e);
    }
  }

  private static List<String> arguments(Path folder) {
    final List<String> all = new ArrayList<>();
    Stream.of(
            ("-hide_banner -loglevel error -y -f lavfi -i testsrc2=size=640x360:rate="
                    + FRAMES
                    + " -f lavfi -i sine=frequency=440:beep_factor=4:sample_rate=48000 -t "
                    + SECONDS)
                .split(" "))
        .forEach(all::add);
    all.add("-filter_complex");
    all.add("[0:v]" + clock() + "split=3[a][b][c];[b]scale=426:240[b2];[c]scale=320:180[c2]");
    final String gop = Integer.toString(SEGMENT_SECONDS * FRAMES);
    Stream.of(
            ("-map [a] -map [b2] -map [c2] -map 1:a -c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p"
                    + " -g "
                    + gop
                    + " -keyint_min "
                    + gop
                    + " -sc_threshold 0 -b:v:0 1000k -b:v:1 500k -b:v:2 250k"
                    + " -c:a aac -b:a 96k -f hls -hls_time "
                    + SEGMENT_SECONDS
                    + " -hls_playlist_type vod -hls_flags independent_segments")
                .split(" "))
        .forEach(all::add);
    all.add("-var_stream_map");
    all.add(
        "v:0,agroup:audio,name:360p v:1,agroup:audio,name:240p v:2,agroup:audio,name:180p a:0,agroup:audio,name:audio,language:en,default:yes");
    all.addAll(
        List.of(
            "-master_pl_name",
            MANIFEST,
            "-hls_segment_filename",
            folder.resolve("%v_%05d.ts").toString(),
            folder.resolve("%v.m3u8").toString()));
    return all;
  }

  /**
   * Burns the clip's time in, where a font can be found; the test picture has a counter of its own.
   */
  private static String clock() {
    final Optional<Path> font = FONTS.stream().filter(Files::isReadable).findFirst();
    return font.map(f ->
            "drawtext=fontfile="
                + f
                + ":text='%{pts\\:hms}':fontsize=48:fontcolor=white:box=1:boxcolor=black@0.6:x=(w-tw)/2:y=h-th-24,")
        .orElse("");
  }
}
