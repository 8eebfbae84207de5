package org.aircheck.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** hls.js, dash.js and Shaka from npm, for pages in which several play beside each other. */
final class Players {
  private static final String DASH_JS = "dashjs@5.2.1";
  private static final String SHAKA = "shaka-player@4.16.50";
  private static final String HLS_JS = "hls.js@1.6.15";

  private final Path folder;

  private Players(Path folder) {
    this.folder = folder;
  }

  /** Installs them; null when that can't be done here. */
  static Players install(Path folder) throws InterruptedException {
    try {
      final Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--prefix",
                  folder.toString(),
                  "--ignore-scripts",
                  "--no-audit",
                  "--no-fund",
                  DASH_JS,
                  SHAKA,
                  HLS_JS)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("npm.log").toFile())
              .start();
      return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0 ? new Players(folder) : null;
    } catch (IOException e) {
      return null; // there is no npm
    }
  }

  /** All libraries in one script. */
  byte[] library() throws IOException {
    final ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String file :
        new String[] {
          "hls.js/dist/hls.min.js",
          "dashjs/dist/modern/umd/dash.all.min.js",
          "dashjs/dist/modern/umd/dash.mss.min.js",
          "shaka-player/dist/shaka-player.compiled.js"
        }) {
      all.writeBytes(Files.readAllBytes(folder.resolve("node_modules").resolve(file)));
      all.writeBytes("\n;\n".getBytes(StandardCharsets.US_ASCII));
    }
    return all.toByteArray();
  }

  /** Plays in a video element, by hls.js. */
  static String hlsJs(String video, String address) {
    return """
    {
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (event, data) => {
        if (data.fatal) seen.fatal += 'hls.js ' + data.type + '/' + data.details + ' ';
        if (data.details === 'bufferStalledError' && seen.played > 0) seen.stalls++;
      });
      const target = %s;
      hls.loadSource('%s');
      hls.attachMedia(target);
      hls.on(Hls.Events.MANIFEST_PARSED, () => target.play());
    }
    """
        .formatted(video, address);
  }

  /**
   * By dash.js. Autoplay is set when the player is there: before, it would never ask for the MPD
   * again.
   */
  static String dashJs(String video, String address) {
    return """
    {
      const player = dashjs.MediaPlayer().create();
      player.on('error', e => { seen.fatal += 'dash.js error ' + e.error.code + ' ' + e.error.message + ' '; });
      player.on('playbackStalled', () => { if (seen.played > 0) seen.stalls++; });
      player.initialize(%s, '%s', true);
    }
    """
        .formatted(video, address);
  }

  /** By Shaka. */
  static String shaka(String video, String address) {
    return """
    {
      shaka.polyfill.installAll();
      const player = new shaka.Player();
      const target = %s;
      player.addEventListener('error', e => { seen.fatal += 'Shaka error ' + e.detail.code + ' '; });
      player.attach(target)
          .then(() => player.load('%s'))
          .then(() => target.play())
          .catch(e => { seen.fatal += 'Shaka ' + e; });
    }
    """
        .formatted(video, address);
  }

  /** By the browser itself. */
  static String plain(String video, String address) {
    return """
    {
      const target = %s;
      target.addEventListener('error', () => { seen.fatal += 'browser ' + target.error.message + ' '; });
      target.src = '%s';
      target.play().catch(e => { seen.fatal += 'browser ' + e + ' '; });
    }
    """
        .formatted(video, address);
  }
}
