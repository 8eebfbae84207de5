package org.aircheck.hls;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.aircheck.spi.Key;

/**
 * Writes EXT-X-KEY tags where the keys change. An initialization vector that is the segment's
 * number is left out, since it is what a player computes itself (RFC 8216 section 5.2). For one
 * playlist.
 */
final class KeyWriter {
  private final Consumer<String> lines;
  private List<Key> inForce = List.of();
  private boolean stale;

  KeyWriter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Has the keys written at the next segment even if they are the same. */
  void repeat() {
    stale = true;
  }

  /** Brings the keys of a segment into force. */
  void write(List<Key> keys, long sequence) {
    enforce(keys.stream().map(k -> written(k, sequence)).toList());
  }

  /** Brings keys into force with their initialization vectors stated, as EXT-X-MAP demands. */
  void writeStated(List<Key> keys) {
    enforce(keys);
  }

  private void enforce(List<Key> wanted) {
    final boolean same = wanted.equals(inForce);
    if (same && (!stale || wanted.isEmpty())) {
      return;
    }
    final boolean fewer =
        inForce.stream()
            .anyMatch(k -> wanted.stream().noneMatch(w -> w.format().equals(k.format())));
    if (fewer) {
      lines.accept("#EXT-X-KEY:METHOD=NONE");
    }
    wanted.forEach(this::tag);
    inForce = wanted;
    stale = false;
  }

  private void tag(Key key) {
    final StringBuilder list = new StringBuilder("#EXT-X-KEY:METHOD=").append(key.method());
    key.uri().ifPresent(uri -> quoted(list, "URI", uri.toString()));
    key.iv().ifPresent(iv -> list.append(",IV=0x").append(iv));
    if (!key.format().equals("identity")) {
      quoted(list, "KEYFORMAT", key.format());
    }
    key.formatVersions().ifPresent(v -> quoted(list, "KEYFORMATVERSIONS", v));
    lines.accept(list.toString());
  }

  private static void quoted(StringBuilder list, String name, String value) {
    list.append(',').append(name).append("=\"").append(value.replace('"', '\'')).append('"');
  }

  private static Key written(Key key, long sequence) {
    final boolean implied =
        KeyReader.impliesIv(key)
            && key.iv().equals(Optional.of(String.format(Locale.ROOT, "%032x", sequence)));
    return implied
        ? new Key(key.method(), key.uri(), Optional.empty(), key.format(), key.formatVersions())
        : key;
  }
}
