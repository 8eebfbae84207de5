package org.aircheck.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Warning;

/** Reads a playlist of either kind. */
final class HlsReader {
  private static final Set<String> MULTIVARIANT =
      Set.of(
          "#EXT-X-STREAM-INF",
          "#EXT-X-I-FRAME-STREAM-INF",
          "#EXT-X-IMAGE-STREAM-INF",
          "#EXT-X-MEDIA",
          "#EXT-X-SESSION-KEY",
          "#EXT-X-SESSION-DATA",
          "#EXT-X-CONTENT-STEERING");

  private HlsReader() {}

  static Presentation read(Manifest manifest) throws MalformedManifestException {
    final Lines text = playlist(manifest);
    final List<Line> lines = text.lines();
    final List<Warning> warnings = new ArrayList<>(text.warnings());
    if (!isHeading(lines.getFirst())) {
      warnings.add(
          new Warning(
              lines.getFirst().number(), "#EXTM3U is missing; read as a playlist all the same"));
    }
    final Variables variables = new Variables(manifest.context(), manifest.uri());
    return lines.stream().anyMatch(l -> MULTIVARIANT.contains(l.tag()))
        ? new MultivariantReader(manifest.uri(), variables, warnings).read(lines)
        : new MediaPlaylistReader(manifest.uri(), variables, warnings).read(lines);
  }

  /** The lines of what is a playlist, of either kind. */
  static Lines playlist(Manifest manifest) throws MalformedManifestException {
    final Lines text = Lines.of(manifest.bytes());
    if (text.lines().isEmpty()) {
      throw new MalformedManifestException("the playlist is empty");
    }
    final Line first = text.lines().getFirst();
    final boolean markup = first.text().startsWith("<");
    if (!isHeading(first) && (markup || text.lines().stream().noneMatch(HlsReader::isOurs))) {
      throw new MalformedManifestException("no #EXTM3U and no tag of a playlist", first.number());
    }
    return text;
  }

  private static boolean isHeading(Line line) {
    return line.tag().equals("#EXTM3U");
  }

  private static boolean isOurs(Line line) {
    return line.tag().startsWith("#EXT-X-") || line.tag().equals("#EXTINF");
  }
}
